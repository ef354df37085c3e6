/**
 * Terms of the Smart Data Models subject Environment.
 *
 * Facts from https://github.com/smart-data-models/dataModel.Environment (context.jsonld at commit
 * f0150e5c97f4) by the contributors to the Smart Data Models programme, CC BY 4.0
 * (https://creativecommons.org/licenses/by/4.0/). Changed: rewritten as lists of names.
 */
import type { SubjectTerms } from '../subject-terms.ts';

export const environment: SubjectTerms = {
  own: `
    AeroAllergenObserved AirQualityForecast airQualityIndex airQualityLevel AirQualityMonitoring
    AirQualityObserved airQualityObserved airTemperature airTemperatureTSA alertLevel allergenRisk
    ambientNoiseTSA ambientTemperature aqiMajorPollutant arsenicTSA as atmosphericPressure
    atmosphericPressureTSA averageValue averageVehicleSpeedExpected bapTSA battery batteryLevel benzeneTSA
    brandName buildingsType c6h6 CarbonFootprint cd cellsSize charge clouds co co2 CO2eq co2TSA coLevel
    comments coTSA currentLevel dangerLevel dataDescriptor dateIssued dateObservedFrom dateObservedTo depth
    deviceBatteryStatus deviceID deviceId deviceInfo deviceList deviceModel deviceName deviceSimNumber
    deviceStatus distanceAverage ElectroMagneticObserved eMF emissionDate emissionSource endDateTime
    EnvironmentObserved feelsLikeTemperature femaleSpeciesCount femaleTotal floodLevelStatus FloodMonitoring
    flow groundType gustSpeed height heightAverage illuminance IndoorEnvironmentObserved intensityExpected
    investigationDepth isMobile LAeq LAeq2 Laeq2 LAeq_d LAmax LAmax2 Lamax2 LANight LAS maleSpeciesCount
    maleTotal manufacturerName mapScale measurand measuredArea measuredDistance measurementType modelName
    modelURL MosquitoDensity mosquitoDensity mosquitoSpecies nh3TSA ni nickelTSA NightSkyQuality no no2
    no2TSA noiseAnnoyanceIndex NoiseLevelObserved noiseOrigin NoisePollution NoisePollutionForecast noTSA
    nox numberOfCol numberOfRow o2TSA o3 o3TSA objectArea objectHeightAverage objectHeightMax objectVolume
    observationDateTime obstacles occupancyExpected pb pbTSA peopleCount PhreaticObserved pm1 pm10 pm10TSA
    pm25 pm25TSA pm4 pointOfInterest pollutionRate precipitation pressure rainFallRadarContent
    RainFallRadarObserved refDevice referenceLevel refPointOfInterest refTrafficFlowObserved
    refWeatherObserved relatedSource relativeHumidity relativeHumidityTSA reliability residueLevel RFID rfID
    sensorHeight sensorPlacement sh2 sigmaMagnitude skyMagnitude skyTemperature so2 so2TSA solarRadiation
    sonometerClass speciesName speciesTotal startDateTime stationID swellDirection swellHeight swellPeriod
    tags temperature totalSpeciesCount tpc traffic TrafficEnvironmentImpact TrafficEnvironmentImpactForecast
    tsp typeofLocation uvTSA validity validTo vehicleClass versionInfo versionName visibility
    volatileOrganicCompoundsTotal wallsType waterDischarge waterLevel WaterObserved waterQualityObserved
    waterTable waveLength weatherObserved weatherType windDirection windSpeed windType
  `,
  shared: `
    dateObserved instValue maxOverTime minOverTime validFrom
  `,
  elsewhere: {},
};
