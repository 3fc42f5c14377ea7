import type { z } from 'zod';
import type { Method, Route } from '../server/kernel/http.ts';

/**
 * What the web may ask of the server, worked out by the type checker from the server's own list of routes: a wrong
 * path, parameter, body or reading of an answer does not compile. Types only; nothing of this file is in the page.
 */
type Shape = z.ZodType;
type Sent<S> = S extends Shape ? z.input<S> : undefined;

// biome-ignore lint/suspicious/noExplicitAny: a bound that every declared route meets
export type RouteLike = Route<string, Method, any, any, any, any>;

/** `POST /cases/:id/actions/:action` → the route declared so. */
export type Contract<Routes extends RouteLike> = { [R in Routes as `${R['method']} ${R['path']}`]: R };

type NamesIn<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

type Parts<R> =
  R extends Route<infer Path, infer _M, infer P, infer Q, infer B, infer A>
    ? { path: Path; params: P; query: Q; body: B; answer: A }
    : never;

type ParamsOf<R> =
  Parts<R> extends { path: infer Path extends string } ? { [N in NamesIn<Path>]: string | number } : never;
type QueryOf<R> = Sent<Parts<R>['query']>;
type BodyOf<R> = Sent<Parts<R>['body']>;

/** What comes back, as the handler gave it; a file, or nothing, is `unknown` and must be read with care. */
export type AnswerOf<R> = Parts<R>['answer'] extends Shape ? z.input<Parts<R>['answer']> : unknown;

// A part may be left out if the route has none, or if all of it is optional.
type Part<Name extends string, T> = [T] extends [undefined]
  ? { [N in Name]?: undefined }
  : Record<never, never> extends T
    ? { [N in Name]?: T }
    : { [N in Name]: T };

export interface Always {
  /** The version the officer saw, sent as If-Match. */
  version?: number;
  /** One per intent of the user; made by itself on every POST unless given. */
  idempotencyKey?: string;
  /** Sent as multipart, the body beside them in the field `json`. */
  files?: readonly { field: string; file: Blob; name: string }[];
  signal?: AbortSignal;
}

export type Asked<R> = Always &
  (keyof ParamsOf<R> extends never ? { params?: undefined } : { params: ParamsOf<R> }) &
  Part<'query', QueryOf<R>> &
  Part<'body', BodyOf<R>>;

type Optional<T> = Record<never, never> extends T ? [asked?: T] : [asked: T];

export type Caller<Routes extends RouteLike> = <K extends keyof Contract<Routes>>(
  key: K,
  ...rest: Optional<Asked<Contract<Routes>[K]>>
) => Promise<AnswerOf<Contract<Routes>[K]>>;
