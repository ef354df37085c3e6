/**
 * Terms of the Smart Data Models subject Energy.
 *
 * Facts from https://github.com/smart-data-models/dataModel.Energy (context.jsonld at commit
 * 6e3d7dd59ada) by the contributors to the Smart Data Models programme, CC BY 4.0
 * (https://creativecommons.org/licenses/by/4.0/). Changed: rewritten as lists of names.
 */
import type { SubjectTerms } from '../subject-terms.ts';

export const energy: SubjectTerms = {
  own: `
    ACMeasurement activeEnergyExport activeEnergyImport activePower apparentEnergyExport
    apparentEnergyImport apparentPower application brandName coolingSystem current dataDescriptor
    dateEnergyMeteringStarted dateLastReported dateObservedFrom dateObservedTo depth designMaterials
    dimension displacementPowerFactor documentation doorClosingMode doorCount doorOpeningAngle doorType
    energyGenerated eta euro exteriorCoating exteriorFinish frequency height installationCondition
    installationMode interiorCoating internalDimension InverterDevice inverterStatus L1 L12 L2 L23 L3 L31
    length manufacturerName maximumSystemVoltage maxInputCurrentParallelAssembly maxOutputPowerAC
    maxSolarPowerMeasure modelName moduleYieldRate mPPTPVVoltageDC N nbInputParallelDC nbMPPTrackersDC
    noiseLevel nominalAmpereAC nominalAmpereDC nominalFrequencyAC nominalFrequencyDC nominalPowerAC
    nominalPowerDC nominalVoltageAC nominalVoltageDC observationDateTime operatingAirHumidity
    operatingAmpereAC operatingAmpereDC operatingFrequencyAC operatingFrequencyDC operatingTemperature
    operatingVoltageAC operatingVoltageDC overVoltageCategory phaseCurrent phaseToPhaseVoltage phaseType
    phaseVoltage possibilityOfUse powerFactor powerFactorAC protectionClassSLK protectionIK protectionIP
    protectionOthers reactiveEnergyExport reactiveEnergyImport reactivePower refDevice refDeviceList
    refPointOfInterest refTargetDevice self-consumption serialNumber SolarEnergy startingVoltageDC
    supplyPhaseNb TechnicalCabinetDevice thdCurrent thdVoltage ThreePhaseAcMeasurement topology
    totalActiveEnergyExport totalActiveEnergyImport totalActivePower totalApparentEnergyExport
    totalApparentEnergyImport totalApparentPower totalDisplacementPowerFactor totalEnergyGenerated
    totalPowerFactor totalReactiveEnergyExport totalReactiveEnergyImport totalReactivePower typeOfUse
    ventilationMode voltage weight width
  `,
  shared: `
    dateObserved
  `,
  elsewhere: {
    max: 'https://uri.etsi.org/ngsi-ld/max',
    min: 'https://uri.etsi.org/ngsi-ld/min',
  },
};
