/**
 * Terms of the Smart Data Models subject Device.
 *
 * Facts from https://github.com/smart-data-models/dataModel.Device (context.jsonld at commit
 * 96e38834eda5) by the contributors to the Smart Data Models programme, CC BY 4.0
 * (https://creativecommons.org/licenses/by/4.0/). Changed: rewritten as lists of names.
 */
import type { SubjectTerms } from '../subject-terms.ts';

export const device: SubjectTerms = {
  own: `
    acc accelerometer addressedAt anchorData anchorId annotatedMap batteryLevel blinkIndex brandName Camera
    cameraName cameraNum cameraOrientation cameraType cameraUsage category clientId comments configuration
    controlledAsset controlledProperty crossborderTransfer dateFirstUsed dateInstalled dateLastCalibration
    dateLastValueReported dateManufactured depth Device device deviceCategory deviceClass deviceId
    DeviceMeasurement DeviceModel DeviceOperation deviceState deviceType direction distance documentation
    dstAware ecg endDateTime endedAt energyLimitationClass entityVersion firmwareVersion floor function
    hardwareVersion hr hrv humidity imageSnapshot ipAddress isIndoor isPersonalData latency
    legitimateInterest macAddress manufacturerName mcc measurementType mediaURL memoryAddress meterType
    metrics mnc Modbus modelName moving numValue offPeakConsumption on operationType operator osVersion
    outlier parameter peakConsumption plannedEndAt plannedStartAt PolarH10 powerFactor pressure primaryTable
    PrivacyObject protocolId provider purpose raspSn rates recipientList refDevice refDeviceModel
    relativePosition reportedAt result retentionPeriod rr rss rssi sampleRate SenseHat sensorTimeStamp
    serialNumber sessionId SmartMeteringObservation softwareVersion startDateTime startedAt streamName
    streamURL supportedProtocol supportedUnits tagData tagId temperature textValue timeStamp timestamp
    totalConsumption transactionId unit unitId update user UWBAnchor version x y z zones
  `,
  shared: `
    annotations color dateObserved image
  `,
  elsewhere: {
    data: 'https://uri.etsi.org/ngsi-ld/data',
    status: 'https://uri.etsi.org/ngsi-ld/status',
    success: 'https://uri.etsi.org/ngsi-ld/success',
    value: 'https://uri.etsi.org/ngsi-ld/hasValue',
  },
};
