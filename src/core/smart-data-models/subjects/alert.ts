/**
 * Terms of the Smart Data Models subject Alert.
 *
 * Facts from https://github.com/smart-data-models/dataModel.Alert (context.jsonld at commit
 * 30e367c08e58) by the contributors to the Smart Data Models programme, CC BY 4.0
 * (https://creativecommons.org/licenses/by/4.0/). Changed: rewritten as lists of names.
 */
import type { SubjectTerms } from '../subject-terms.ts';

export const alert: SubjectTerms = {
  own: `
    Alert alertSource anomalousProperty Anomaly category dateDetected dateIssued detectedBy measuredValue
    severity subCategory thresholdBreach thresholdType thresholdValue validTo
  `,
  shared: `
    dateObserved validFrom
  `,
  elsewhere: {
    data: 'https://uri.etsi.org/ngsi-ld/data',
  },
};
