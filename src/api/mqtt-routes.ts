/** What came over MQTT, for `kopru mqtt tail`. On the control socket only: payloads are nobody else's business. */
import type { Hono } from 'hono';

export interface MqttActions {
  /** Messages since this number by the name of an MQTT broker; undefined if there is none of it. */
  messages(broker: string, since: number): object | undefined;
}

export function addMqttRoutes(app: Hono, mqtt: MqttActions): void {
  app.get('/actions/messages/:broker', (context) => {
    const since = Number(context.req.query('since') ?? 0);
    const messages = mqtt.messages(context.req.param('broker'), Number.isSafeInteger(since) ? since : 0);
    if (messages) return context.json(messages);
    return context.json({ error: 'There is no such MQTT broker.', code: 'UNKNOWN_MQTT_BROKER' }, 404);
  });
}
