import { type Refusal, Refused } from './refusal.ts';

/** What a browser tells about where a request comes from. */
export interface Provenance {
  method: string;
  /** Header `Sec-Fetch-Site`: every browser of today sends it over https, and none lets a page forge it. */
  fetchSite: string | undefined;
  /** Header `Origin`: browsers of an office network over plain http send at least this with whatever changes something. */
  origin: string | undefined;
  /** Header `Authorization`: a page of another site cannot make a browser send it. */
  authorization: string | undefined;
  /** Name and port by which the server was asked, e.g. `city.example` or `10.0.0.5:8080`. */
  host: string;
}

const CHANGES_NOTHING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what a page of another site makes an officer's browser send (cross-site request forgery), signing in included.
 * A program that is no browser sends neither header and is let through: it has nobody's cookie but its own.
 */
export function refuseForeign(request: Provenance, ownOrigin: string | undefined): void {
  if (CHANGES_NOTHING.has(request.method) || request.authorization !== undefined) return;
  if (!isOwn(request, ownOrigin)) throw new Refused(foreignOrigin);
}

function isOwn({ fetchSite, origin, host }: Provenance, ownOrigin: string | undefined): boolean {
  if (fetchSite === 'same-origin' || fetchSite === 'none') return true;
  if (origin === undefined) return fetchSite === undefined;
  if (origin === ownOrigin) return true;
  // `same-site` is another name of the same organisation, and `cross-site` anybody: neither is this server.
  return fetchSite === undefined && URL.canParse(origin) && new URL(origin).host === host;
}

const foreignOrigin: Refusal = {
  refused: 'forbidden',
  code: 'foreignOrigin',
  message: {
    zh: '这个请求来自别的网站，未予执行。',
    en: 'The request comes from a page of another site and was not carried out.',
  },
  right: {
    zh: '请在本系统的页面上操作；程序调用请用接口令牌。若本系统在反向代理之后，请设置 BASE_URL。',
    en: 'Work on the pages of this system; programs use an API token. Behind a proxy, set BASE_URL.',
  },
};
