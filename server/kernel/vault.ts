import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { perDatabase, type Tx } from './db.ts';
import { refuse } from './refusal.ts';

/**
 * Whose a sealed value is: authenticated with it, so that a value copied to another record, table or jurisdiction does
 * not open there. `id` is the record's own key; several values of one record are told apart in it.
 */
export interface SealContext {
  jurisdictionId: number;
  table: string;
  id: string;
}

/**
 * 密码服务 — keeps what must not stand in the database as it is: who reported, second factors, secrets of other systems.
 * What it gives out names the key it was sealed with, so keys can be changed while old values still open. Every call may
 * wait, because a hardware module (服务器密码机) answers over a network; docs/decisions/0015 says what another one,
 * such as SM4-GCM, has to keep.
 */
export interface Vault {
  /** Ids of the keys that open something, the one for new values first. */
  keys(): string[];
  seal(plain: string, context: SealContext): Promise<Buffer>;
  /** Refuses what was changed, belongs to another record, or was sealed with a key that is not there. */
  open(sealed: Buffer, context: SealContext): Promise<string>;
  /**
   * 盲索引 — a mark by which equal values are found without opening any: the same for the same value, purpose and
   * jurisdiction, and without the key nothing. One for each key, in the order of `keys`: store the first, look for all.
   */
  marks(value: string, purpose: string, jurisdictionId: number): Promise<Buffer[]>;
}

/** The layout of a sealed value: algorithm (1 byte), key id (4), nonce (12), ciphertext, tag (16). */
const AES_256_GCM = 1;
const ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + ID_BYTES;

/** The id of the key a value was sealed with, which stands in its first bytes whatever the algorithm. */
export function keyIdOf(sealed: Buffer): string {
  return sealed.subarray(1, HEAD_BYTES).toString('hex');
}

/** A key made of 32 secret bytes. Its id is drawn from them, so that a wrong key is never taken for a right one. */
export interface Key {
  id: string;
  sealing: KeyObject;
  marking: KeyObject;
}

export const KEY_BYTES = 32;

/** Derives from one secret what seals and what marks (RFC 5869), so that neither tells anything of the other. */
export function keyOf(secret: Buffer): Key {
  if (secret.length !== KEY_BYTES) throw new Error(`a key has ${KEY_BYTES} bytes, not ${secret.length}`);
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `drumtower/${purpose}`, KEY_BYTES));
  return {
    id: derive('id').subarray(0, ID_BYTES).toString('hex'),
    sealing: createSecretKey(derive('seal/aes-256-gcm')),
    marking: createSecretKey(derive('mark/hmac-sha-256')),
  };
}

/** Where the keys come from, asked each time: a file may have got a new one. The first is for new values. */
export interface KeyRing {
  keys(): readonly Key[];
}

/** AES-256-GCM (NIST SP 800-38D) with random nonces: a key is to be changed before some 2³² values. */
export function aesVault(ring: KeyRing): Vault {
  const current = (): Key => ring.keys()[0] ?? refuseKey('none');
  return {
    keys: () => ring.keys().map(({ id }) => id),
    async seal(plain, context) {
      const { id, sealing } = current();
      const head = Buffer.concat([Buffer.of(AES_256_GCM), Buffer.from(id, 'hex')]);
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(authenticated(head, context));
      return Buffer.concat([head, nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    async open(sealed, context) {
      const id = keyIdOf(sealed);
      const key = ring.keys().find((one) => one.id === id) ?? refuseKey(id);
      const head = sealed.subarray(0, HEAD_BYTES);
      const body = sealed.subarray(HEAD_BYTES + NONCE_BYTES, -TAG_BYTES);
      if (head[0] !== AES_256_GCM || sealed.length < HEAD_BYTES + NONCE_BYTES + TAG_BYTES) refuseValue(context);
      try {
        const decipher = createDecipheriv(
          'aes-256-gcm',
          key.sealing,
          sealed.subarray(HEAD_BYTES, HEAD_BYTES + NONCE_BYTES),
        )
          .setAAD(authenticated(head, context))
          .setAuthTag(sealed.subarray(-TAG_BYTES));
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch {
        return refuseValue(context);
      }
    },
    async marks(value, purpose, jurisdictionId) {
      const text = `${jurisdictionId}\n${purpose}\n${value}`;
      return ring.keys().map(({ marking }) => createHmac('sha256', marking).update(text).digest());
    },
  };
}

/** For a database that nobody will open again: its key is known to nobody. */
export function throwawayVault(): Vault {
  const key = keyOf(randomBytes(KEY_BYTES));
  return aesVault({ keys: () => [key] });
}

function authenticated(head: Buffer, { jurisdictionId, table, id }: SealContext): Buffer {
  return Buffer.concat([head, Buffer.from(`${jurisdictionId}\n${table}\n${id}`)]);
}

function refuseKey(id: string): never {
  refuse({
    refused: 'conflict',
    code: 'vaultKeyMissing',
    message: {
      zh: `缺少密钥 ${id}，加密内容无法打开。`,
      en: `The key ${id} is missing; what it sealed cannot be opened.`,
    },
    right: { zh: '请补上该密钥（见 docs/privacy.md）。', en: 'Put the key in its place (docs/privacy.md).' },
  });
}

function refuseValue({ table, id }: SealContext): never {
  refuse({
    refused: 'conflict',
    code: 'sealBroken',
    message: {
      zh: `${table} ${id} 的加密内容被改动过，或属于另一条记录。`,
      en: `The sealed value of ${table} ${id} was changed, or belongs to another record.`,
    },
    right: { zh: '请核查数据库，必要时从备份恢复。', en: 'Look into the database; restore from a backup if need be.' },
  });
}

const bound = perDatabase((): { vault: Vault | undefined } => ({ vault: undefined }));

/** Says which vault belongs to an open database; done once, when it is opened. */
export function bindVault(tx: Tx, vault: Vault): void {
  bound(tx).vault = vault;
}

/** The vault of the database that this connection or transaction speaks to. */
export function vaultOf(tx: Tx): Vault {
  const { vault } = bound(tx);
  if (!vault) throw new Error('no vault is bound to this database');
  return vault;
}
