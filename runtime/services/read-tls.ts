// The `tls` of a service → what its connections are made with. Files that nothing can be connected with are told of here, as the
// node starts: a call could only learn of them by each of its requests failing.
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { isAbsolute, resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import type { TlsOptions } from './http-exchange.ts'
import { pointer } from './problem.ts'
import type { ConfigSource } from './read-config.ts'
import type { ConfigReader } from './reader.ts'

export function readTls(json: unknown, path: string, { folder, read }: ConfigSource, reader: ConfigReader): TlsOptions {
  const given = reader.object(json, path, ['ca', 'cert', 'key', 'passphrase', 'serverName']) ?? {}
  const before = reader.problems.length
  const file = (name: string): Buffer | undefined => {
    if (given[name] === undefined) return undefined
    const at = pointer(path, name)
    const text = reader.text(given[name], at)
    if (text === undefined) return undefined
    const bytes = read(isAbsolute(text) ? text : resolve(folder, text))
    if (bytes !== null) return Buffer.from(bytes)
    return reader.fail(at, `The file “${text}” cannot be read.`, `无法读取文件“${text}”。`)
  }
  const passphrase = given.passphrase === undefined ? undefined : reader.secret(given.passphrase, pointer(path, 'passphrase'))
  const servername = given.serverName === undefined ? undefined : reader.text(given.serverName, pointer(path, 'serverName'))
  const files: Files = { ca: file('ca'), cert: file('cert'), key: file('key'), passphrase }
  // What is missing has been told already, and would only look like another fault.
  if (reader.problems.length === before) tryFiles(files, path, reader)
  return { ...withoutNothing(files), ...(servername === undefined ? {} : { servername }) }
}

interface Files {
  readonly ca: Buffer | undefined
  readonly cert: Buffer | undefined
  readonly key: Buffer | undefined
  readonly passphrase: string | undefined
}

const withoutNothing = (files: Files): TlsOptions =>
  Object.fromEntries(Object.entries(files).filter(([, value]) => value !== undefined)) as TlsOptions

/** Each by itself, so that the one that is at fault is named; then those that belong together. */
function tryFiles({ ca, cert, key, passphrase }: Files, path: string, reader: ConfigReader): void {
  const fail = (name: string, en: string, zh: string): undefined => reader.fail(pointer(path, name), en, zh)
  if (ca !== undefined && !isCertificate(ca)) {
    fail(
      'ca',
      'There is no certificate in PEM in this file (-----BEGIN CERTIFICATE-----).',
      '此文件中没有 PEM 格式的证书（-----BEGIN CERTIFICATE-----）。',
    )
  }
  if (cert !== undefined && key === undefined) {
    fail(
      'cert',
      'A certificate needs its private key: give “key”, too; it may be the same file.',
      '证书需要对应的私钥：请同时给出“key”，可以是同一个文件。',
    )
  }
  if (key !== undefined && cert === undefined) {
    fail(
      'key',
      'A private key needs its certificate: give “cert”, too; it may be the same file.',
      '私钥需要对应的证书：请同时给出“cert”，可以是同一个文件。',
    )
  }
  const badCert = cert === undefined ? null : refusalOf({ cert })
  if (badCert !== null)
    fail('cert', `There is no certificate in PEM in this file (${badCert}).`, `此文件中没有 PEM 格式的证书（${badCert}）。`)
  const unlocking = passphrase === undefined ? {} : { passphrase }
  const badKey = key === undefined ? null : refusalOf({ key, ...unlocking })
  if (badKey !== null) {
    fail(
      'key',
      `There is no private key in PEM in this file, or “passphrase” does not open it (${badKey}).`,
      `此文件中没有 PEM 格式的私钥，或者“passphrase”打不开它（${badKey}）。`,
    )
  }
  if (cert === undefined || key === undefined || badCert !== null || badKey !== null) return
  if (!isKeyOf(cert, key, passphrase)) fail('key', 'This is not the private key of “cert”.', '这不是“cert”的私钥。')
}

/** Its code alone: a message may have anything in it. Null where it can be used. */
function refusalOf(files: TlsOptions): string | null {
  try {
    createSecureContext(files)
    return null
  } catch (error) {
    const { code } = error as { code?: unknown }
    return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : 'unreadable'
  }
}

/** `createSecureContext` does not compare a key of another kind, RSA and EC, say, and no certificate would be shown to the bank. */
function isKeyOf(cert: Buffer, key: Buffer, passphrase: string | undefined): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) }))
  } catch {
    return false
  }
}

/** Node passes over what is none, and would then trust nobody. */
function isCertificate(bytes: Buffer): boolean {
  try {
    return bytes.includes('-----BEGIN') && new X509Certificate(bytes).subject !== null
  } catch {
    return false
  }
}
