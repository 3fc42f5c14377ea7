import type { AnyRoute, Call, HttpOptions } from './http.ts';

/** Does what a route does; what it settles for the whole district is noted in the same transaction. */
export async function handled(declared: AnyRoute, call: Call, { noteSetting }: HttpOptions): Promise<unknown> {
  const answer = await declared.handle(call);
  if (declared.setting && noteSetting) await noteSetting(call, declared.setting, answer);
  return answer;
}
