/** For tests: a fresh self-signed certificate for `localhost`, put together by hand because Node can only read them. */
import { generateKeyPairSync, sign } from 'node:crypto'

export interface Certificate {
  /** PEM. */
  key: string
  /** PEM; the certificate is its own authority. */
  cert: string
}

/** Tags of ITU-T X.690; the last two are the context-specific ones that RFC 5280 section 4.1 uses. */
const tag = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  identifier: 0x06,
  text: 0x0c,
  time: 0x17,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  extensions: 0xa3,
  dnsName: 0x82,
}

const ecdsaWithSha256 = encode(tag.sequence, encode(tag.identifier, Buffer.from('2a8648ce3d040302', 'hex')))
const commonName = encode(tag.identifier, Buffer.from('550403', 'hex'))
const subjectAltName = encode(tag.identifier, Buffer.from('551d11', 'hex'))

export function makeCertificate(): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const body = certificateBody(publicKey.export({ type: 'spki', format: 'der' }))
  const signature = encode(tag.bits, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]))
  const der = encode(tag.sequence, body, ecdsaWithSha256, signature)
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}

function certificateBody(publicKey: Buffer): Buffer {
  const localhost = Buffer.from('localhost')
  const name = encode(
    tag.sequence,
    encode(tag.set, encode(tag.sequence, commonName, encode(tag.text, localhost))),
  )
  const validity = encode(
    tag.sequence,
    encode(tag.time, Buffer.from('200101000000Z')),
    encode(tag.time, Buffer.from('491231235959Z')),
  )
  const names = encode(tag.octets, encode(tag.sequence, encode(tag.dnsName, localhost)))
  return encode(
    tag.sequence,
    encode(tag.version, encode(tag.integer, Buffer.from([2]))),
    encode(tag.integer, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    validity,
    name,
    publicKey,
    encode(tag.extensions, encode(tag.sequence, encode(tag.sequence, subjectAltName, names))),
  )
}

function encode(tagByte: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const lengthBytes =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tagByte, ...lengthBytes]), content])
}
