/**
 * Terms of the Smart Data Models subject Parking.
 *
 * Facts from https://github.com/smart-data-models/dataModel.Parking (context.jsonld at commit
 * d49af3c051df) by the contributors to the Smart Data Models programme, CC BY 4.0
 * (https://creativecommons.org/licenses/by/4.0/). Changed: rewritten as lists of names.
 */
import type { SubjectTerms } from '../subject-terms.ts';

export const parking: SubjectTerms = {
  own: `
    acceptedPaymentMethod accessModified aggregateRating allowedVehicleType areBordersMarked
    availableSlotNumber availableSpotNumber averageSpotLength averageSpotWidth category chargeType cityId
    cityName extCategory extraSpotNumber facilities firstAvailableFloor fourWheelerSlots height highestFloor
    images layout length lowestFloor maximumAllowedHeight maximumAllowedWidth maximumParkingDuration
    measuresPeriod measuresPeriodUnit municipalityInfo observationDateTime occupancy occupancyDetectionType
    occupancyModified occupiedSlotNumber occupiedSpotNumber OffStreetParking OnStreetParking
    outOfServiceSlotNumber ParkingAccess ParkingGroup parkingMode parkingSiteId ParkingSpot
    permitActiveHours priceCurrency priceRatePerMinute provider refDevice refOffStreetParking
    refParkingAccess refParkingGroup refParkingSite refParkingSpot requiredPermit reservationType security
    slope specialLocation stateName totalSlotNumber totalSpotNumber twoWheelerSlots ulbName
    unclassifiedSlots usageScenario vehicleEntranceCount vehicleExitCount wardId wardName wardNum width
    zoneId zoneName
  `,
  shared: `
    annotations color contactPoint image openingHours timeInstant
  `,
  elsewhere: {
    features: 'https://purl.org/geojson/vocab#features',
    status: 'https://uri.etsi.org/ngsi-ld/status',
  },
};
