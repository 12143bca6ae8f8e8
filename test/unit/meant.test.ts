import { describe, expect, it } from 'vitest';
import {
  planJsonSchema,
  planReplyForm,
  withMeantWorkers,
} from '../../src/core/kinds/supervisor/plan.ts';
import { readForm } from '../../src/core/form.ts';
import { meantOf, withMeantWords } from '../../src/core/meant.ts';

describe('a name that is spelled differently', () => {
  const known = ['get_weather', 'Data Analyst', 'A', 'B'];
  it.each([
    ['get_weather', 'get_weather'],
    ['getWeather', 'get_weather'],
    ['get-weather', 'get_weather'],
    ['Get Weather', 'get_weather'],
    ['`get_weather`', 'get_weather'],
    ['"data_analyst"', 'Data Analyst'],
    ['data‑analyst', 'Data Analyst'],
    ['ＤＡＴＡ analyst', 'Data Analyst'],
    ['“a”', 'A'],
    [' b ', 'B'],
    ['weather', undefined],
    ['get_weathers', undefined],
    ['C', undefined],
    ['', undefined],
    ['"', undefined],
  ])('%s means %s', (name, meant) => {
    expect(meantOf(name, known)).toBe(meant);
  });

  it('means none where it could be two, unless it is one of them exactly', () => {
    expect(meantOf('my_tool', ['myTool', 'my-tool'])).toBeUndefined();
    expect(meantOf('my-tool', ['myTool', 'my-tool'])).toBe('my-tool');
  });
});

describe('words of an enum in a reply', () => {
  const schema = planJsonSchema(['Data Analyst', 'Writer']);
  const task = {
    id: 't1',
    workerName: 'data_analyst',
    task: 'x',
    context: '',
    priority: 1,
    dependsOn: [],
  };

  it('are those that are meant', () => {
    expect(withMeantWords({ reasoning: 'r', tasks: [task] }, schema)).toEqual({
      reasoning: 'r',
      tasks: [{ ...task, workerName: 'Data Analyst' }],
    });
  });

  it('stay as they are where they are right, or mean none', () => {
    const right = { reasoning: 'writer', tasks: [{ ...task, workerName: 'Writer' }] };
    expect(withMeantWords(right, schema)).toBe(right);
    const wrong = { tasks: [{ ...task, workerName: 'Editor' }] };
    expect(withMeantWords(wrong, schema)).toBe(wrong);
    for (const odd of [null, 1, [], 'x', { tasks: 3 }, JSON.parse('{"__proto__":"Writer"}')])
      expect(withMeantWords(odd, schema)).toBe(odd);
  });

  it('also where a plan is read', () => {
    const read = readForm(withMeantWorkers(planReplyForm, ['Data Analyst', 'Writer']), {
      reasoning: 'r',
      tasks: [task],
    });
    expect(read).toMatchObject({ ok: true, value: { tasks: [{ workerName: 'Data Analyst' }] } });
  });
});
