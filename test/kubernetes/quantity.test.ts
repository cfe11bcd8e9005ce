import { describe, expect, it } from 'vitest';
import { podResources } from '../../src/kubernetes/quantity.ts';

const usual = { cpu: '1', memory: '512Mi' };

describe('what a pod asks for', () => {
  it('is as usual but for what is said', () => {
    expect(podResources('cpu=500m', usual)).toEqual({ cpu: '500m', memory: '512Mi' });
    expect(podResources('memory=1.5Gi,cpu=2', usual)).toEqual({ cpu: '2', memory: '1.5Gi' });
  });

  it.each([
    '',
    'cpu',
    'cpu=',
    'cpu=0',
    'cpu=-1',
    'cpu=1Gi',
    'memory=1m',
    'memory=1GB',
    'gpu=1',
    'cpu=1,cpu=2',
    'cpu=1,',
  ])('is not %j', (text) => expect(podResources(text, usual)).toBeUndefined());
});
