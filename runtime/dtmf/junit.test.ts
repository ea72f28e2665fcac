import { expect, it } from 'vitest'
import { formatJUnit } from './junit.ts'

it('JUnit: a suite a file, a case a run, everything escaped', () => {
  const xml = formatJUnit([
    { file: 'a.dtmf', name: 'fine “<&>"', elapsed: 12, outcome: { kind: 'passed' } },
    {
      file: 'b.dtmf',
      name: 'wrong',
      elapsed: 1500,
      outcome: { kind: 'failed', message: 'It was not heard.', report: '✗ wrong\n  <b> & \u0007' },
    },
    { file: 'a.dtmf', name: 'later', elapsed: 0, outcome: { kind: 'skipped', why: 'no service' } },
  ])
  expect(xml).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="callwright" tests="3" failures="1" errors="0" skipped="1" time="1.512">
  <testsuite name="a.dtmf" tests="2" failures="0" errors="0" skipped="1" time="0.012">
    <testcase classname="a.dtmf" name="fine “&lt;&amp;&gt;&quot;" time="0.012"/>
    <testcase classname="a.dtmf" name="later" time="0.000">
      <skipped message="no service"/>
    </testcase>
  </testsuite>
  <testsuite name="b.dtmf" tests="1" failures="1" errors="0" skipped="0" time="1.500">
    <testcase classname="b.dtmf" name="wrong" time="1.500">
      <failure message="It was not heard.">✗ wrong&#10;  &lt;b&gt; &amp; \ufffd</failure>
    </testcase>
  </testsuite>
</testsuites>
`)
})
