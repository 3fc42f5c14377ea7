import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Capabilities of a browser that no screen of ours uses; the place of a patrolling inspector is the one that is. */
const PERMISSIONS =
  'accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), geolocation=(self), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), usb=()';

/** A file of a case is looked at or kept, never run: opened by itself it may load nothing and is of no origin. */
export const FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

const TWO_YEARS_SECONDS = 63_072_000;

/** The headers by which a browser guards what it is given; every answer carries them. */
export async function addHeaders(app: FastifyInstance, { https }: { https: boolean }): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // Never inline, never evaluated, from nowhere else.
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        // The kit writes its styles at run time (docs/decisions).
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        workerSrc: ["'self'"],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        frameSrc: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    hsts: https && { maxAge: TWO_YEARS_SECONDS, includeSubDomains: false },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
  app.addHook('onRequest', async (_request, reply) => {
    // On the raw answer, so that a stream that takes it over carries it too.
    reply.raw.setHeader('permissions-policy', PERMISSIONS);
  });
}
