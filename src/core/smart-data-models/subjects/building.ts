/**
 * Terms of the Smart Data Models subject Building.
 *
 * Facts from https://github.com/smart-data-models/dataModel.Building (context.jsonld at commit
 * 62f85ee050bb) by the contributors to the Smart Data Models programme, CC BY 4.0
 * (https://creativecommons.org/licenses/by/4.0/). Changed: rewritten as lists of names.
 */
import type { SubjectTerms } from '../subject-terms.ts';

export const building: SubjectTerms = {
  own: `
    accelerationMeasured Building BuildingOperation BuildingType buildingTypeChildren buildingTypeParent
    category collapseRisk containedInPlace dateFinished dateStarted floorsAboveGround floorsBelowGround
    mapUrl occupier operationSequence operationType peopleCapacity peopleOccupancy refBuilding refOperator
    refRelatedBuildingOperation refRelatedDeviceOperation result root VibrationsObserved
  `,
  shared: `
    dateObserved endDate openingHours startDate
  `,
  elsewhere: {
    status: 'https://uri.etsi.org/ngsi-ld/status',
  },
};
