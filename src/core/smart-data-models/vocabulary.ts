/**
 * The words of Smart Data Models, known without a network: for each subject the address of its published
 * @context and what IRI each of its terms stands for. Only names; the schemas of the models are not here.
 *
 * NOTICE. These are facts from the context.jsonld files of the subjects' repositories at
 * https://github.com/smart-data-models, made by the contributors to the Smart Data Models programme
 * (https://smartdatamodels.org; led by FIWARE Foundation, TM Forum, IUDX and OASC) and offered under the
 * Creative Commons Attribution 4.0 International licence (https://creativecommons.org/licenses/by/4.0/),
 * without warranties; using them implies no endorsement. Changed: rewritten as lists of names, what most
 * subjects have in common written once, `@container` and `@type` left out.
 */
import type { SubjectTerms } from './subject-terms.ts';
import { alert } from './subjects/alert.ts';
import { battery } from './subjects/battery.ts';
import { building } from './subjects/building.ts';
import { device } from './subjects/device.ts';
import { energy } from './subjects/energy.ts';
import { environment } from './subjects/environment.ts';
import { parking } from './subjects/parking.ts';
import { pointOfInterest } from './subjects/point-of-interest.ts';
import { streetlighting } from './subjects/streetlighting.ts';
import { transportation } from './subjects/transportation.ts';
import { wasteManagement } from './subjects/waste-management.ts';
import { waterQuality } from './subjects/water-quality.ts';
import { weather } from './subjects/weather.ts';

const subjectTerms = {
  Alert: alert,
  Battery: battery,
  Building: building,
  Device: device,
  Energy: energy,
  Environment: environment,
  Parking: parking,
  PointOfInterest: pointOfInterest,
  Streetlighting: streetlighting,
  Transportation: transportation,
  WasteManagement: wasteManagement,
  WaterQuality: waterQuality,
  Weather: weather,
} as const satisfies Readonly<Record<string, SubjectTerms>>;

export type Subject = keyof typeof subjectTerms;

/** All subjects known here, in the order of the alphabet. */
export const subjects = Object.keys(subjectTerms) as readonly Subject[];

/** Terms that every subject has. */
const common: SubjectTerms = {
  own: '',
  shared: `
    address addressCountry addressLocality addressRegion alternateName areaServed dataProvider dateCreated
    dateModified district name owner postalCode postOfficeBoxNumber seeAlso source streetAddress streetNr
  `,
  elsewhere: {
    bbox: 'https://purl.org/geojson/vocab#bbox',
    coordinates: 'https://purl.org/geojson/vocab#coordinates',
    description: 'http://purl.org/dc/terms/description',
    id: '@id',
    location: 'https://uri.etsi.org/ngsi-ld/location',
    'ngsi-ld': 'https://uri.etsi.org/ngsi-ld/',
    type: '@type',
  },
};

const root = 'https://smartdatamodels.org/';

/** Address of the subject's published @context: what a mapping names and a broker fetches. */
export function contextUrlOf(subject: Subject): string {
  return `https://raw.githubusercontent.com/smart-data-models/dataModel.${subject}/master/context.jsonld`;
}

/** The subject published at this address, or at its older twin on smart-data-models.github.io. */
export function subjectAt(contextUrl: string): Subject | undefined {
  return subjects.find(
    (subject) =>
      contextUrl === contextUrlOf(subject) ||
      contextUrl === `https://smart-data-models.github.io/dataModel.${subject}/context.jsonld`,
  );
}

/** What each term of the subject stands for; `id` and `type` give `@id` and `@type`. */
export function termsOf(subject: Subject): ReadonlyMap<string, string> {
  const terms = new Map<string, string>();
  for (const { own, shared, elsewhere } of [common, subjectTerms[subject]]) {
    for (const term of words(own)) terms.set(term, `${root}dataModel.${subject}/${term}`);
    for (const term of words(shared)) terms.set(term, root + term);
    for (const [term, iri] of Object.entries(elsewhere)) terms.set(term, iri);
  }
  return terms;
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
