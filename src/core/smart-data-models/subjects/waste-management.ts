/**
 * Terms of the Smart Data Models subject WasteManagement.
 *
 * Facts from https://github.com/smart-data-models/dataModel.WasteManagement (context.jsonld at commit
 * 952dca8b1b9b) by the contributors to the Smart Data Models programme, CC BY 4.0
 * (https://creativecommons.org/licenses/by/4.0/). Changed: rewritten as lists of names.
 */
import type { SubjectTerms } from '../subject-terms.ts';

export const wasteManagement: SubjectTerms = {
  own: `
    actuationHours binCapacity binColor binFullnessThreshold binId binLoggedTime binMaxLoad
    binRecommendedLoad brandName cargoVolume cargoWeight category compliantWith dateLastCleaning
    dateLastEmptying dateServiceStarted depth fillingLevel grossWeight height insertHolesNumber isleId
    license_plate madeOf madeOfCode manufacturerName maximumLoad methaneConcentration modelName
    nextActuationDeadline nextCleaningDeadline recommendedLoad refDevice refGarbageTruck refServiceOrderId
    refWasteContainer refWasteContainerIsle refWasteContainerModel refWeighingDevice regulation responsible
    RFID serialNumber storedWasteCode storedWasteKind storedWasteOrigin tareWeight temperature wardId
    WasteContainer WasteContainerIsle WasteContainerModel WasteObserved weight width
  `,
  shared: `
    annotations color dateObserved image timeInstant
  `,
  elsewhere: {
    features: 'https://purl.org/geojson/vocab#features',
    status: 'https://uri.etsi.org/ngsi-ld/status',
  },
};
