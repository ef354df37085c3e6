/**
 * The terms of the NGSI-LD core @context (GS CIM 009 annex B). All published versions are treated as one: later
 * ones only add terms. Core terms win over those of any other context (clause 5.5.7).
 */

const namespace = 'https://uri.etsi.org/ngsi-ld/';

/** Where a term goes that no context defines. */
export const defaultVocabulary = `${namespace}default-context/`;

/** The version this broker names in its own answers. */
export const coreContextUrl = `${namespace}v1/ngsi-ld-core-context-v1.8.jsonld`;

/** True for the address of any version of the core context, or of the unversioned newest one. */
export function isCoreContext(url: string): boolean {
  return /^https?:\/\/uri\.etsi\.org\/ngsi-ld\/(v1\/)?ngsi-ld-core-context(-v\d+\.\d+(\.\d+)?)?\.jsonld$/.test(
    url,
  );
}

const plain = `
  accept attributeCount attributeDetails attributeList attributeName attributeNames attributeTypes attributes
  Attribute AttributeList attrs avg cacheDuration containedBy contextSourceAlias contextSourceExtras
  contextSourceInfo ContextSourceNotification ContextSourceRegistration contextSourceTimeAt contextSourceUptime
  cooldown createdAt csf data dataset datasetId Date DateTime deletedAt detail distinctCount endAt endTimeAt
  endpoint entities entity EntityType EntityTypeInfo EntityTypeList entityCount entityId entityList error errors
  expiresAt format geoQ GeoProperty geoproperty georel idPattern information instanceId isActive join joinLevel
  JsonProperty key lang LanguageProperty lastFailure lastNotification lastSuccess linkedMaps ListProperty
  ListRelationship localOnly location management managementInterval max min mode modifiedAt Notification
  notification notificationTrigger notifiedAt notifierInfo notUpdated objectType observationInterval
  observationSpace observedAt omit operationSpace operations pick Property properties propertyNames q reason
  receiverInfo refreshRate registrationId registrationName Relationship relationshipNames relationships scope
  scopeQ showChanges startAt status Subscription subscriptionId subscriptionName success sum sumsq sysAttrs
  temporalQ TemporalProperty tenant throttling timeAt timeInterval timeout timeproperty timerel timesFailed
  timesSent Time totalCount triggerReason typeList typeNames unchanged unitCode updated uri VocabProperty
  watchedAttributes
`;

const geojson = `
  bbox coordinates Feature FeatureCollection features GeometryCollection geometry LineString MultiLineString
  MultiPoint MultiPolygon Point Polygon
`;

/** Terms whose IRI says `has`: the members that hold what an attribute tells. */
const held = `
  json jsons languageMap languageMaps object objectList objectLists objects previousJson previousLanguageMap
  previousObject previousObjectList previousValue previousValueList previousVocab value valueList valueLists
  values vocab vocabs
`;

const words = (text: string) => text.trim().split(/\s+/);
const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

export const coreTerms: ReadonlyMap<string, string> = new Map([
  ['id', '@id'],
  ['type', '@type'],
  ['ngsi-ld', namespace],
  ['geojson', 'https://purl.org/geojson/vocab#'],
  ['description', 'http://purl.org/dc/terms/description'],
  ['title', 'http://purl.org/dc/terms/title'],
  ...words(plain).map((term): [string, string] => [term, namespace + term]),
  ...words(geojson).map((term): [string, string] => [term, `https://purl.org/geojson/vocab#${term}`]),
  ...words(held).map((term): [string, string] => [term, `${namespace}has${capitalised(term)}`]),
]);
