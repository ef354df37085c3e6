/**
 * Terms of the Smart Data Models subject PointOfInterest.
 *
 * Facts from https://github.com/smart-data-models/dataModel.PointOfInterest (context.jsonld at commit
 * a0bac118e8e9) by the contributors to the Smart Data Models programme, CC BY 4.0
 * (https://creativecommons.org/licenses/by/4.0/). Changed: rewritten as lists of names.
 */
import type { SubjectTerms } from '../subject-terms.ts';

export const pointOfInterest: SubjectTerms = {
  own: `
    accessType additionalInfoURL artPeriod Beach beachType buildingType capacity category cityID cityName
    currenciesAccepted facilities featuredArtist historicalPeriod length logo municipalityInfo Museum
    museumType occupancy occupationRate paymentAccepted peopleOccupancy PointOfInterest priceRange
    refSeeAlso relevance stateName Store touristArea ulbName wardID wardId wardName wardNum width zoneID
    zoneId zoneName
  `,
  shared: `
    availabilityRestriction availableLanguage closes contactOption contactPoint contactType dateObserved
    dayOfWeek email endDate faxNumber image openingHours openingHoursSpecification opens productSupported
    startDate telephone url validFrom validThrough
  `,
  elsewhere: {
    title: 'http://purl.org/dc/terms/title',
  },
};
