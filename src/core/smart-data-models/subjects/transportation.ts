/**
 * Terms of the Smart Data Models subject Transportation.
 *
 * Facts from https://github.com/smart-data-models/dataModel.Transportation (context.jsonld at commit
 * 6aee14bc6807) by the contributors to the Smart Data Models programme, CC BY 4.0
 * (https://creativecommons.org/licenses/by/4.0/). Changed: rewritten as lists of names.
 */
import type { SubjectTerms } from '../subject-terms.ts';

export const transportation: SubjectTerms = {
  own: `
    acceptedPaymentMethod accidentDate accidentDescription accidentLocation accidentStatisticalDate
    accidentType agency_fare_url agency_name agency_url aggregationDateType algorithm allowedVehicle
    allowedVehicleType amountCollected amperage anonymizedId AnonymousCommuterId AnprFlowObserved
    APDSObservation architect availableBikeNumber availableCapacity averageCrowdSpeed averageDistanceKm
    averageGapDistance averageHeadwayTime averageLength averageSpeed averageVehicleLength
    averageVehicleSpeed battery bearing BikeHireDockingStation BikeLane binaryContent brand brandName
    bridgeCount busImpacted camId capacity cardId cargoVolume cargoWeight carriagewayLength carriagewayWidth
    category chargeType chargingUnitId cityId cityName CityWork code comment commissioningDate confidence
    congested constructionDate contentType contractingAuthority contractingCompany countOfBusLineImpacted
    countOfDerogation countOfEventImpacted countOfRailwayLineImpacted countOfRoadImpacted
    countOfSchoolBusLineImpacted countOfSchoolImpacted countOfStationImpacted countOfSubwayLineImpacted
    countOfTramwayLineImpacted country countryCode creator CrowdFlowObserved culvertCount currencyAccepted
    currentOperative currentStatus currentTripCount cyclePathLeftHeight cyclePathLeftWidth cyclePathMaterial
    cyclePathPlacement cyclePathRightHeight cyclePathRightWidth dataDescriptor date dateFirstUsed
    dateLastReported dateObservedFrom dateObservedTo dateReceived dateVehicleFirstRegistered decrees
    defibrillator depth derogation derogationType dest destinationLocation destinationLocationCode
    destinationLocationName destinationStopCategory destinationStopId destinationStopName
    deviceBatteryStatus deviceBrand deviceSimNumber dimension direction direction_id disposition distance
    dtCode ElectricVehicleMobility emergencyPhone emergencyVehicleType encroachment endDateTime endedAt
    endKilometer endPoint entryAreaCode equipmentCompanyCode equipmentId equipmentSequenceNumber
    equipmentStopId equipmentType equipmentTypeCode EVChargingStation eventsImpacted eventType
    exceptionValidityHours exitAreaCode expiryDateTime FareCollectionSystem fareForAdult fareForChild
    faultLog feature featuredArtist FleetVehicle fleetVehicle fleetVehicleId FleetVehicleOperation
    fleetVehicleOperation FleetVehicleStatus fleetVehicleStatus fleetVehicleType flowCount flowType
    freeSlotNumber fuelConsumption fuelEfficiency fuelFilled fuelType heading height hour identifier
    ignitionStatus imageContent images imageType informationBoardDevice infrastructureFunction
    initiatingLocation inRestrictedArea installationMode intensity interactiveDevice inventory
    isMainRoadImpactedHTR isMobile ItemFlowObserved itemSubType itemType jobTitle laneDirection laneId
    laneInfo laneLength laneOccupancy laneUsage laneWidth lastFuellingAmount lastKnownPosition
    lastKnownPositionUpdatedAt length levelId license_plate licensePlate lineId lineLocation lineName
    linesConnected localId locationCode locationType mainContractingCompany manufacturerName
    maxAuthorizedTonnage maximumAllowedHeight maximumAllowedSpeed maximumAllowedWeight maximumAllowedWidth
    maxSpeed maxTonnage medianHeight medianLength medianWidth mediaURL messageDevice mileageFromOdometer
    minimumAllowedSpeed minSpeed model modelName municipality municipalityInfo n nationality nationalityName
    nbOfIOPoint nbOfLane nbOfPlatform network notAllowedVehicleType numPassengersDead numPassengersInjured
    numPedestrianDead numPedestrianInjured observationDateTime observationEndDateTime
    observationStartDateTime observedBy observedCredentialCharacterConfidence observedCredentialConfidence
    observedCredentialCountry observedCredentialId observedCredentialType observedHeading observedLocation
    observedLocationPDOP observedMethod observedSpeed observedVehicle observedVehicleColour
    observedVehicleMake observedVehicleType observer observerCameras observerDescription observerHeading
    observerLocation observerLocationPDOP observerSpeed occupancy occupancyLevel operatingCompany
    operationType operator orig originDestinationCode OriginDestinationFlow originLocation
    originLocationCode originLocationName originStopCategory originStopId originStopName
    othersContractingCompany outOfServiceSlotNumber parentStation passengerCount paymentAccepted
    paymentStatus pedestrianPathLeftHeight pedestrianPathLeftWidth pedestrianPathMaterial
    pedestrianPathPlacement pedestrianPathRightHeight pedestrianPathRightWidth pedestriansInvolved
    peopleCount peopleCountAway peopleCountTowards plateColor platformCode PlatformType powerConsumption
    previousLocation processingType provider purchaseDate purchaseDevice quarter railwayImpacted refDevice
    refImages refPointOfInterest refRestrictedTrafficArea refRoad refRoadSegment refVehicleModel region
    regulation reportId resolvedAt responseTime responsible restBench restFuelAmount RestrictedTrafficArea
    RestrictionException restrictionExceptions restrictionValidityHours result reversedLane reverseLane
    rightOfWayWidth Road RoadAccident roadClass roadDirection roadId roadImpacted roadImpactedMT
    roadImpactedSA roadIntersection roadLocation roadMaterial roadName roadPaving RoadSegment roadSign
    roadSurface roadTrunk roadWork route_id schoolBusImpacted schoolImpacted security segmentId
    segmentLocation segmentName serviceOnDuty serviceProvided services serviceStatus shelters
    shiftOfOperation socketNumber socketType SpecialRestriction specialRestrictions speed stage
    startDateTime startedAt startKilometer startPoint stateName stationCode stationConnected stationId
    stationImpacted stationLocation stationName stationType statusDescription subwayImpacted
    taxAmountCollected territorialArea ticketTypeCode timetableDevice titleCode totalCyclePathWidth
    totalDeadPeopleWithin24Hours totalDeadPeopleWithin30Days totalInjured totalLaneNumber
    totalPedestrianPathLength totalPedestrianPathWidth totalSlotNumber towardsObserver TrafficFlowObserved
    TrafficViolation tramwayImpacted transactionDateTime transactionId transactionType
    transactionTypeDescription transactionVehicleNum TransportStation transportTime travelDistance trip_id
    tripNetWeightCollected typeOfInterventionRequest ulbName URL validityEndDate validityStartDate Vehicle
    vehicle vehicle_label vehicleAltitude vehicleConfiguration vehicleEngine VehicleFault
    vehicleIdentificationNumber VehicleModel vehicleModelDate vehiclePlateIdentifier vehiclePlateNotRead
    vehicleRunningStatus vehiclesInvolved vehicleSpecialUsage vehicleSubType vehicleTrackerDevice
    vehicleType voiceDevice voltage wardId wardName wardNum weakestSubject weatherConditions webSite weekday
    weight wheelChairAccessible width workDate workDisposition workLastDateUpdate workLevel workNature
    workNumber workOtherImpact workReason workState workTarget workZone year zoneId zoneName zonesServed
  `,
  shared: `
    annotations availabilityRestriction availableLanguage closes color contactOption contactPoint
    contactType dateObserved dayOfWeek email endDate faxNumber givenName image openingHours
    openingHoursSpecification opens productSupported startDate telephone url validFrom validThrough
  `,
  elsewhere: {
    observedAt: 'https://uri.etsi.org/ngsi-ld/observedAt',
    status: 'https://uri.etsi.org/ngsi-ld/status',
  },
};
