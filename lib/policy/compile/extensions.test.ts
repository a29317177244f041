import { describe, expect, test } from 'vitest'
import { type Answer, answerTo, cedarsAnswerTo } from './testing/answer-to.ts'
import { BAD_DATETIMES, BAD_DECIMALS, BAD_DURATIONS, BAD_IPS, DATETIMES, DECIMALS, DURATIONS, IPS } from './testing/edge-values.ts'
import { quoted } from './testing/draw-expression.ts'

const TABLE: Readonly<Record<string, readonly (readonly [string, Answer])[]>> = {
  decimal: [
    ['decimal("1.0") == decimal("1.0000")', 'true'],
    ['decimal("-0.0") == decimal("0.0")', 'true'],
    ['decimal("1.23").lessThan(decimal("1.24"))', 'true'],
    ['decimal("1.23").lessThanOrEqual(decimal("1.23"))', 'true'],
    ['decimal("-0.0001").greaterThan(decimal("0.0"))', 'false'],
    ['decimal("922337203685477.5807").greaterThanOrEqual(decimal("-922337203685477.5808"))', 'true'],
    ['decimal("1.0") < decimal("2.0")', 'error'],
    ['decimal("1.0").lessThan(1)', 'error'],
    ['decimal(1) == 1', 'error'],
  ],
  ipaddr: [
    ['ip("10.0.0.1") == ip("10.0.0.1/32")', 'true'],
    ['ip("10.0.0.1/8") == ip("10.0.0.0/8")', 'false'],
    ['ip("::1") == ip("0:0:0:0:0:0:0:1")', 'true'],
    ['ip("10.0.0.1").isIpv4() && ip("::").isIpv6()', 'true'],
    ['ip("127.1.2.3").isLoopback() && ip("::1").isLoopback()', 'true'],
    ['ip("127.0.0.0/7").isLoopback() || ip("::1/127").isLoopback()', 'false'],
    ['ip("239.1.1.1").isMulticast() && ip("ff02::1").isMulticast()', 'true'],
    ['ip("224.0.0.0/3").isMulticast()', 'false'],
    ['ip("10.1.2.3").isInRange(ip("10.0.0.0/8"))', 'true'],
    ['ip("10.0.0.0/8").isInRange(ip("10.0.0.0/9"))', 'false'],
    ['ip("10.0.0.1").isInRange(ip("0.0.0.0/0"))', 'true'],
    ['ip("::a00:1").isInRange(ip("0.0.0.0/0"))', 'false'],
    ['ip("fe80::1").isInRange(ip("fe80::/10"))', 'true'],
    ['ip("10.0.0.1").isInRange("10.0.0.0/8")', 'error'],
    ['ip("10.0.0.1") < ip("10.0.0.2")', 'error'],
  ],
  'datetime and duration': [
    ['datetime("2024-02-29") < datetime("2024-03-01")', 'true'],
    ['datetime("2024-01-01T01:00:00+0100") == datetime("2024-01-01")', 'true'],
    ['datetime("0099-03-01") < datetime("0100-03-01")', 'true'],
    ['datetime("1970-01-01").offset(duration("-1ms")).toDate() == datetime("1969-12-31")', 'true'],
    ['datetime("1969-12-31T23:59:59.999Z").toTime() == duration("86399999ms")', 'true'],
    ['datetime("2024-01-02").durationSince(datetime("2024-01-01")) == duration("1d")', 'true'],
    ['datetime("2024-01-01").offset(duration("9223372036854775807ms")) == datetime("2024-01-01")', 'error'],
    ['datetime("1970-01-01").offset(duration("-9223372036854775808ms")).toDate() == datetime("1970-01-01")', 'error'],
    ['duration("-9223372036854775808ms").toMilliseconds() == -9223372036854775808', 'true'],
    ['duration("1d2h3m4s5ms") == duration("93784005ms")', 'true'],
    ['duration("-1d1ms").toDays() == -1', 'true'],
    ['duration("-1ms").toSeconds() == 0', 'true'],
    ['duration("-90m").toHours() == -1', 'true'],
    ['duration("119s").toMinutes() == 1', 'true'],
    ['duration("1h") < duration("61m")', 'true'],
    ['duration("1h") < datetime("1970-01-01")', 'error'],
    ['duration("1h") == 3600000', 'false'],
  ],
}

describe.each(Object.entries(TABLE))('%s', (_, cases) => {
  test.each(cases)('%s is %s', (condition, answer) => {
    expect({ compiled: answerTo(condition), cedar: cedarsAnswerTo(condition) }).toEqual({ compiled: answer, cedar: answer })
  })
})

test.each([
  ['decimal', DECIMALS, BAD_DECIMALS],
  ['ip', IPS, BAD_IPS],
  ['datetime', DATETIMES, BAD_DATETIMES],
  ['duration', DURATIONS, BAD_DURATIONS],
])('%s reads what Cedar reads, and errs on what it does not', (name, valid, invalid) => {
  const answers = (texts: readonly string[], ask: (condition: string) => Answer) =>
    texts.map((text) => [text, ask(`${name}(${quoted(text)}) == ${name}(${quoted(text)})`)])
  for (const ask of [answerTo, cedarsAnswerTo]) {
    expect(answers(valid, ask)).toEqual(valid.map((text) => [text, 'true']))
    expect(answers(invalid, ask)).toEqual(invalid.map((text) => [text, 'error']))
  }
})
