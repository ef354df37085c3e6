/**
 * Terms of the Smart Data Models subject Battery.
 *
 * Facts from https://github.com/smart-data-models/dataModel.Battery (context.jsonld at commit
 * 78bc8f50e86a) by the contributors to the Smart Data Models programme, CC BY 4.0
 * (https://creativecommons.org/licenses/by/4.0/). Changed: rewritten as lists of names.
 */
import type { SubjectTerms } from '../subject-terms.ts';

export const battery: SubjectTerms = {
  own: `
    acPowerInput acPowerOutput activePower application autonomyTime averageLife Battery
    batteryAssessmentMethods batteryLevel BatteryStatus batteryStatus batteryType brandName C001 C005 C010
    C020 C050 C100 capacityCnnn charge chargeDischargeReactivity chargeEfficiency chargePower
    chargingModeAllowed communication current cycleLife dateEnergyMeteringStarted dateLastReported
    dateObservedFrom dateObservedTo dcPowerInput dcPowerOutput deepOfDischarge depth dimension discharge
    dischargeEfficiency dischargePower documentation durationPeakPower height installationCondition
    installationMode inverterStatus lifeCycleNumber manufacturerName massEnergyDensity maximumVoltageEOC
    maxOutputPower minimumVoltageEOD modelName nominalAmpere nominalCapacity nominalFrequency nominalVoltage
    openCircuitVoltage operatingAltitude operatingAmpere operatingFrequency operatingTemperature
    operatingVoltage overloadAccepted overloadAcceptedTime peakPower possibilityOfUse protectionIK
    protectionIP reactivePower rechargeEnergySource rechargeTime refBattery refDevice refPointOfInterest
    refStorageBatteryDevice roundTripEfficiency selfDischargeRate serialNumber stateOfCharge stateOfHealth
    statusPercent storableEnergy storage StorageBatteryDevice StorageBatteryMeasurement temperature toolBMS
    typeEnergySource typeOfUse usableEnergy volEnergyDensity weight width
  `,
  shared: `
    dateObserved
  `,
  elsewhere: {
    max: 'https://uri.etsi.org/ngsi-ld/max',
    min: 'https://uri.etsi.org/ngsi-ld/min',
    status: 'https://uri.etsi.org/ngsi-ld/status',
  },
};
