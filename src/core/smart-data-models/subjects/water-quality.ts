/**
 * Terms of the Smart Data Models subject WaterQuality.
 *
 * Facts from https://github.com/smart-data-models/dataModel.WaterQuality (context.jsonld at commit
 * b94430e713f4) by the contributors to the Smart Data Models programme, CC BY 4.0
 * (https://creativecommons.org/licenses/by/4.0/). Changed: rewritten as lists of names.
 */
import type { SubjectTerms } from '../subject-terms.ts';

export const waterQuality: SubjectTerms = {
  own: `
    Al alkalinity anionic-surfactants AOX As B Ba Be bod C-ORG C10-C40 cationic-surfactants Cd Chla Cl- cod
    componentAnalyzed componentName concentration conductance conductivity Cr Cr-III Cr-VI Cu datePredicted
    DEHP enterococci escherichiaColi expiryDate faecal-coliforms Fe flow fluoride Hg IPA K-TOT measurand
    N-TOT NH3 NH4 Ni NO2 NO3 non-ionic-surfactants O2 orp P-PO4 P-TOT Pb PC PCB PE percentile pH PO4
    prediction predictions refPointOfInterest salinity salmonella Se SludgeQualityObserved Sn sulphate
    sulphite tds temperature THC TKN TO toluene total-surfactants tss turbidity WaterQualityObserved
    WaterQualityPredicted waterQualityPredictionValue Zn
  `,
  shared: `
    dateObserved
  `,
  elsewhere: {
    value: 'https://uri.etsi.org/ngsi-ld/hasValue',
  },
};
