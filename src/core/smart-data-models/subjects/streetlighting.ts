/**
 * Terms of the Smart Data Models subject Streetlighting.
 *
 * Facts from https://github.com/smart-data-models/dataModel.Streetlighting (context.jsonld at commit
 * 1df857d46388) by the contributors to the Smart Data Models programme, CC BY 4.0
 * (https://creativecommons.org/licenses/by/4.0/). Changed: rewritten as lists of names.
 */
import type { SubjectTerms } from '../subject-terms.ts';

export const streetlighting: SubjectTerms = {
  own: `
    activePower activePowerR activePowerS activePowerT activeProgramId brandName category circuit circuitId
    cityId cityName colorRenderingIndex colorTemperature columnBrandName columnColor columnMadeOf
    columnManufacturerName columnModelName compliantWith controllingMethod cosPhi cupboardMadeOf current
    dateLastLampChange dateLastProgramming dateLastSwitchingOff dateLastSwitchingOn dateMeteringStarted
    dateServiceStarted deviceBatteryStatus deviceId deviceInfo deviceModel deviceName deviceSimNumber
    energyConsumed energyCost feederID feederPillarNum frequency from hours illuminanceLevel intensityR
    intensityS intensityT lampBrandName lampManufacturerName lampModelName lampTechnology lampWeight
    lanternBrandName lanternHeight lanternManufacturerName lanternModelName lanternWeight lastMeterReading
    lifetimeMotionDetected lifetimePowerConsumption locationCategory luminousFlux manufacturerName
    maximumPowerAvailable maxPowerConsumption measurand meterReadingPeriod minPowerConsumption modelName
    modelURL municipalityInfo nextActuationDeadline numStreetlight observationDateTime phaseCurrent
    phaseVoltage powerConsumption powerFactor powerFactorR powerFactorS powerFactorT powerRating powerState
    reactiveEnergyConsumed reactivePower reactivePowerR reactivePowerS reactivePowerT refDevice
    refStreetlight refStreetlightControlCabinet refStreetlightGroup refStreetlightModel responsible RFId
    rfId serialNumber stateName Streetlight StreetlightControlCabinet StreetlightFeeder StreetlightGroup
    StreetlightModel streetPoleNum switchingMode switchingOnHours thdrIntensityR thdrIntensityS
    thdrIntensityT thdrVoltageR thdrVoltageS thdrVoltageT to totalActivePower totalReactivePower ulbName
    voltage voltageR voltageS voltageT wardNum workingLife workingMode zoneId
  `,
  shared: `
    annotations color image
  `,
  elsewhere: {
    features: 'https://purl.org/geojson/vocab#features',
    status: 'https://uri.etsi.org/ngsi-ld/status',
  },
};
