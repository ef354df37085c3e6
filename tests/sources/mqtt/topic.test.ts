import { describe, expect, it } from 'vitest';
import { topicFilterProblem, topicMatches } from '../../../src/sources/mqtt/topic.ts';

describe('topicMatches', () => {
  it.each([
    ['tele/plug/SENSOR', 'tele/plug/SENSOR', true],
    ['tele/plug/SENSOR', 'tele/plug/STATE', false],
    ['tele/+/SENSOR', 'tele/plug/SENSOR', true],
    ['tele/+/SENSOR', 'tele/a/b/SENSOR', false],
    ['tele/+', 'tele/', true],
    ['tele/+', 'tele', false],
    ['+/+', '/finance', true],
    ['+', '/finance', false],
    ['tele/#', 'tele/a/b', true],
    ['tele/#', 'tele', true],
    ['tele/#', 'telex', false],
    ['#', 'anything/at/all', true],
    ['#', '$SYS/broker', false],
    ['+/broker', '$SYS/broker', false],
    ['$SYS/#', '$SYS/broker', true],
    ['tele/plug', 'tele/plug/', false],
  ])('%s and %s: %s', (filter, topic, expected) => {
    expect(topicMatches(filter, topic)).toBe(expected);
  });
});

describe('topicFilterProblem', () => {
  it.each([
    ['tele/+/SENSOR', undefined],
    ['#', undefined],
    ['', 'is empty'],
    ['tele/#/SENSOR', 'has a # that is not the whole last level'],
    ['tele/a#', 'has a # that is not the whole last level'],
    ['tele/a+', 'has a + that is not a whole level'],
    ['$share/group/tele', 'is a shared subscription'],
    ['a\0b', 'holds a null character'],
    ['x'.repeat(65_536), 'is longer than 65,535 bytes'],
  ])('%j', (filter, expected) => {
    expect(topicFilterProblem(filter)).toBe(expected);
  });
});
