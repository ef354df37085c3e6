/** Options of every verb that works on a bus; apart from what reads them, so that `--help` loads nothing else. */
export const busOptions: readonly (readonly [string, string])[] = [
  ['--bus <name>', 'bus of gateway.yaml'],
  ['--port <path>', 'serial port, without a configuration'],
  ['--line <setting>', 'line setting with --port (default: 9600 8N1)'],
  ['--tcp <host:port>', 'Modbus TCP, without a configuration'],
  ['--rtu', 'with --tcp: the converter passes RTU frames through'],
  ['--ascii', 'Modbus ASCII instead, with --port or --tcp'],
  ['--file <gateway.yaml>', 'configuration (default: ./gateway.yaml, then /etc/kopru/gateway.yaml)'],
];
