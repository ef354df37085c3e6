/**
 * Terms of the Smart Data Models subject Weather.
 *
 * Facts from https://github.com/smart-data-models/dataModel.Weather (context.jsonld at commit
 * adf1dd5918da) by the contributors to the Smart Data Models programme, CC BY 4.0
 * (https://creativecommons.org/licenses/by/4.0/). Changed: rewritten as lists of names.
 */
import type { SubjectTerms } from '../subject-terms.ts';

export const weather: SubjectTerms = {
  own: `
    airQualityIndex airQualityIndexForecast airTemperatureForecast airTemperatureTSA alertSource
    aqiMajorPollutant aqiMajorPollutantForecast atmosphericPressure averageValue category dateIssued
    dateRetrieved dayMaximum dayMinimum dewPoint diffuseIrradiation directIrradiation feelLikesTemperature
    feelsLikeTemperature gustSpeed illuminance pH precipitation precipitationForecast
    precipitationProbability pressureTendency refDevice refPointOfInterest relativeHumidity
    relativeHumidityForecast salinity SeaConditions severity snowHeight solarRadiation streamGauge
    subCategory surfaceTemperature temperature uVIndexMax validity validTo visibility waveHeight waveLevel
    wavePeriod WeatherAlert WeatherForecast WeatherObserved weatherType windDirection windSpeed
  `,
  shared: `
    dateObserved instValue maxOverTime minOverTime validFrom
  `,
  elsewhere: {
    data: 'https://uri.etsi.org/ngsi-ld/data',
  },
};
