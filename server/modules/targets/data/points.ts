/** 分值 — what the first levels of a table are worth, 90 in all; execution of the budget has 10 more (财预〔2020〕10号). */
const usual = new Map([
  ['产出指标', 50],
  ['效益指标', 30],
  ['满意度指标', 10],
]);

/** Where cost is a first level of its own it takes of output and benefit (财预〔2021〕101号). */
const withCost = new Map([
  ['成本指标', 20],
  ['产出指标', 40],
  ['效益指标', 20],
  ['满意度指标', 10],
]);

/**
 * The points of each first level that a table has. Of a table that lacks one, such as satisfaction where nobody is served,
 * its points go to the first of the others; a level of another name has none.
 */
export function pointsOf(levels: readonly string[]): Map<string, number> {
  const there = new Set(levels);
  const scheme = there.has('成本指标') ? withCost : usual;
  const absent = [...scheme].filter(([level]) => !there.has(level));
  const own = new Map([...there].map((level) => [level, scheme.get(level) ?? 0]));
  const heir = [...scheme.keys()].find((level) => there.has(level) && level !== '成本指标');
  if (heir !== undefined) own.set(heir, (own.get(heir) ?? 0) + absent.reduce((total, [, points]) => total + points, 0));
  return own;
}
