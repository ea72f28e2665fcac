import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { sha256Hex } from './hash.ts'

it('the examples of FIPS 180-4 and its companion document', () => {
  expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(sha256Hex('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  )
  expect(sha256Hex('a'.repeat(1_000_000))).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0')
})

it('every length around the ends of a block, and a view into a larger buffer, as Node has it', () => {
  const bytes = Uint8Array.from({ length: 400 }, (_, index) => (index * 37 + 11) & 255)
  for (let length = 0; length < 200; length++) {
    const part = bytes.subarray(length, 2 * length)
    expect(sha256Hex(part)).toBe(createHash('sha256').update(part).digest('hex'))
  }
  expect(sha256Hex('转账成功')).toBe(createHash('sha256').update('转账成功', 'utf8').digest('hex'))
})
