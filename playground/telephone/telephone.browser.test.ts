// The telephone as a person uses it: dialling, pressing, hearing, winding back, playing the bank.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../testing/browser.ts'
import { openPhone, type Phone } from './testing/phone.ts'
import { SMALL } from './testing/programs.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const TO_QUESTION = 'On to where the caller is asked'
const CARD = '6225880212345673'
const CANARY = '918273'

async function withSmall(
  run: (phone: Phone) => Promise<void>,
  files: Readonly<Record<string, string>> = { 'main.ivr': SMALL },
): Promise<void> {
  const phone = await openPhone(browser, { project: files })
  try {
    await run(phone)
    expect(phone.complaints).toEqual([])
  } finally {
    await phone.context.close()
  }
}

/** Its clock stands where the first menu waits for a key. */
const atQuestion = (run: (phone: Phone) => Promise<void>, files?: Readonly<Record<string, string>>): Promise<void> =>
  withSmall(async phone => {
    await phone.click('Stopped')
    await phone.dial()
    await phone.click(TO_QUESTION)
    await run(phone)
  }, files)

/** Waits until a row of the transcript says this. */
const row = (phone: Phone, text: string): Promise<void> => phone.pane.locator('.telephone-row', { hasText: text }).last().waitFor()

it('is dialled, speaks, and is answered by keys', () =>
  withSmall(async phone => {
    await phone.dial()
    await row(phone, 'For our address, press 3.')
    await phone.press('3')
    await row(phone, 'We are at the harbour.')
    expect((await phone.spoken()).slice(0, 2)).toEqual(['Welcome to Small Bank.', 'For your balance, press 1.'])
    expect(await phone.spoken()).toContain('We are at the harbour.')
    await phone.click('Hang up')
    await row(phone, 'hangs up')
    await phone.pane.getByRole('button', { name: 'Call again' }).waitFor()
  }))

it('is cut by a key, and takes keys typed ahead', () =>
  withSmall(async phone => {
    await phone.click('Stopped')
    await phone.dial()
    await phone.press('1')
    await row(phone, 'cut short')
    // The log-in's card is not asked for yet: these wait.
    await phone.press('6225')
    await phone.click(TO_QUESTION)
    await phone.pane.locator('.telephone-typed', { hasText: '••••' }).waitFor()
    expect(await phone.transcript()).toContain('line: Welcome to Small Bank. [cut]')
    expect(await phone.transcript()).toContain('caller: card dddd')
  }))

it('shows the newest row still where a notice takes room from the transcript', () =>
  withSmall(async phone => {
    await phone.page.setViewportSize({ width: 1440, height: 760 })
    await logIn(phone)
    await row(phone, 'level known')
    const hidden = (): Promise<number> =>
      phone.pane.locator('.telephone-panel').evaluate(panel => panel.scrollHeight - panel.clientHeight - panel.scrollTop)
    expect(await hidden()).toBeLessThan(4)
    await phone.page.locator('.monaco-editor').first().click()
    await phone.page.keyboard.type('qwertz ')
    await phone.pane.getByRole('button', { name: 'See problems' }).waitFor()
    await expect.poll(hidden).toBeLessThan(4)
  }))

it('keeps the order of keys, however fast they are typed', () =>
  withSmall(async phone => {
    await phone.dial()
    await phone.press('1')
    await phone.pane.locator('.telephone-row.caller').waitFor()
    await phone.pane.focus()
    await phone.page.keyboard.type(`${CARD}#`, { delay: 40 })
    await expect.poll(() => phone.transcript(), { timeout: 20_000 }).toContain(`caller: card ${'d'.repeat(CARD.length)}#`)
  }))

it('is a keypad: a key is held with the mouse, and let go of', () =>
  atQuestion(async phone => {
    const three = phone.pane.locator('.telephone-key', { hasText: '3' })
    await three.hover()
    await phone.page.mouse.down()
    await phone.pane.locator('.telephone-key.held').waitFor()
    await phone.page.mouse.up()
    await row(phone, 'hello')
    // A screen reader's press comes as a click alone.
    await phone.click(TO_QUESTION)
    await three.evaluate(key => (key as HTMLElement).click())
    await phone.pane.locator('.telephone-row.caller').nth(1).waitFor()
  }))

it('is wound back, goes on from there, and brings back what was cut off', () =>
  atQuestion(async phone => {
    await phone.press('3')
    await phone.click(TO_QUESTION)
    const before = await phone.transcript()
    const slider = phone.pane.getByRole('slider', { name: 'Steps of the call' })
    const last = Number(await slider.getAttribute('max'))
    await phone.pane.focus()
    for (let step = 0; step < 4; step++) await phone.page.keyboard.press('ArrowLeft')
    expect(Number(await slider.inputValue())).toBe(last - 4)
    await slider.fill('4')
    expect((await phone.transcript()).length).toBeLessThan(before.length)
    await phone.pane.getByText('You are looking at an earlier moment.').waitFor()
    await phone.click('Go on from here')
    // Whoever has pressed it is at the telephone, and not nowhere.
    expect(await phone.pane.evaluate(pane => pane.contains(document.activeElement))).toBe(true)
    await expect.poll(() => phone.steps()).toBe(4)
    await phone.press('2')
    await row(phone, 'One moment.')
    expect((await phone.transcript()).join()).not.toContain('We are at the harbour.')
    await phone.click('Bring back what was cut off')
    await expect.poll(() => phone.transcript()).toEqual(before)
  }))

it('a key pressed at an earlier moment is pressed there', () =>
  atQuestion(async phone => {
    const asked = Number(await phone.pane.getByRole('slider', { name: 'Steps of the call' }).getAttribute('max'))
    await phone.press('3')
    await phone.click(TO_QUESTION)
    await phone.pane.getByRole('slider', { name: 'Steps of the call' }).fill(String(asked))
    await phone.press('2')
    await row(phone, 'One moment.')
    await expect.poll(async () => (await phone.transcript()).filter(one => one.startsWith('caller:'))).toEqual(['caller: 2'])
  }))

it('has settings: emergency is switched on in a call and heard in the next', () =>
  withSmall(async phone => {
    const EMERGENCY = 'Today only the emergency desk is open.'
    await phone.click('Stopped')
    await phone.dial()
    await phone.tab('Next call')
    await phone.pane.getByRole('switch', { name: 'emergency' }).click()
    await phone.tab('Transcript')
    await phone.click(TO_QUESTION)
    await row(phone, 'For our address')
    expect((await phone.transcript()).join()).not.toContain(EMERGENCY)
    await phone.click('Hang up')
    await phone.pane.getByRole('button', { name: 'Call again' }).click()
    await phone.click(TO_QUESTION)
    await row(phone, EMERGENCY)
  }))

async function logIn(phone: Phone, passcode = CANARY): Promise<void> {
  await phone.click('Stopped')
  await phone.dial()
  await phone.click(TO_QUESTION)
  await phone.press('1')
  await phone.click(TO_QUESTION)
  await phone.press(`${CARD}#`)
  await phone.click(TO_QUESTION)
  await phone.press(passcode)
}

it('lets the person be the bank', () =>
  withSmall(async phone => {
    await phone.tab('Bank')
    await phone.pane.getByLabel('Answer: bank.log_in').selectOption('I answer by hand')
    await phone.tab('Transcript')
    await logIn(phone)
    const card = phone.page.getByRole('region', { name: 'You are the bank: bank.log_in is asked' })
    await card.waitFor()
    expect(await card.textContent()).toContain('****5673, •')
    await card.getByLabel('name (text)').fill('Li Wei')
    await card.getByRole('button', { name: 'accepted' }).click()
    await row(phone, 'level known')
    await phone.click(TO_QUESTION)
    await row(phone, 'You have one hundred yuan')
  }))

it('waits for who is the bank, longer than a bank may take', () =>
  withSmall(async phone => {
    await phone.tab('Bank')
    await phone.pane.getByLabel('Answer: bank.log_in').selectOption('I answer by hand')
    await phone.dial()
    await phone.press('1')
    await phone.press(`${CARD}#`)
    await phone.press(CANARY)
    const card = phone.page.getByRole('region', { name: 'You are the bank: bank.log_in is asked' })
    await card.waitFor()
    const stands = await phone.now()
    await phone.page.waitForTimeout(4000)
    expect((await phone.now()) - stands).toBeLessThan(1000)
    await card.getByRole('button', { name: 'accepted' }).click()
    await phone.tab('Transcript')
    await row(phone, 'level known')
    await expect.poll(() => phone.now()).toBeGreaterThan(stands + 200)
  }))

it('lets the bank fail, be slow and never answer, in the call', () =>
  withSmall(async phone => {
    await phone.tab('Bank')
    await phone.pane.getByLabel('Answer: bank.balance').selectOption('never answers')
    await phone.tab('Transcript')
    await logIn(phone)
    await phone.click(TO_QUESTION)
    await row(phone, 'bank.balance → no answer in time')
    await row(phone, 'We cannot do that now.')
    await phone.tab('Bank')
    await phone.pane.getByLabel('Answer: bank.balance').selectOption('a value')
    await phone.pane.getByLabel('Written answer: bank.balance').fill('CNY 5.00')
    await phone.pane.getByLabel('Written answer: bank.balance').press('Tab')
    await phone.tab('Transcript')
    await phone.press('1')
    await phone.click(TO_QUESTION)
    await row(phone, 'You have five yuan')
    await phone.tab('Bank')
    await phone.pane.getByLabel('Written answer: bank.balance').fill('nonsense!')
    await phone.pane.getByLabel('Written answer: bank.balance').press('Tab')
    await phone.pane.getByRole('alert').waitFor()
  }))

const HOSTILE = `<img src=x onerror="window.ran=1"><script>window.ran=1</script><b onload=alert(1)>`
const GREETS = `line greets "Greets" {
  numbers { "95500" -> main }
  languages en-US
  time zone Asia/Shanghai
  otherwise -> bye
}
service bank { query greeting(): text within 2s }
menu main { press 1 for "a greeting" -> tell  otherwise -> bye }
flow tell { let said = query bank.greeting() else { -> bye }  say said -> bye }
flow bye { say "Goodbye." -> hangup }
`

it('what a bank answers is spoken and shown as text, whatever is in it', () =>
  withSmall(
    async phone => {
      await phone.click('Stopped')
      await phone.tab('Bank')
      await phone.pane.getByLabel('Answer: bank.greeting').selectOption('a value')
      await phone.pane.getByLabel('Written answer: bank.greeting').fill(JSON.stringify(HOSTILE))
      await phone.pane.getByLabel('Written answer: bank.greeting').press('Tab')
      await phone.tab('Transcript')
      await phone.dial()
      await phone.click(TO_QUESTION)
      await phone.press('1')
      await phone.click(TO_QUESTION)
      await row(phone, HOSTILE)
      await phone.tab('State')
      await phone.settle()
      const found = await phone.page.evaluate(() => ({
        ran: (globalThis as { ran?: number }).ran ?? null,
        elements: document.querySelectorAll('img, script:not([src]), b[onload], [onerror]').length,
      }))
      expect(found).toEqual({ ran: null, elements: 0 })
    },
    { 'main.ivr': GREETS },
  ))

it('lets a queue be full, and answer', () =>
  withSmall(async phone => {
    await phone.click('Stopped')
    await phone.dial()
    await phone.tab('Bank')
    await phone.pane.getByLabel('Queues: advisors').selectOption('no agents')
    await phone.tab('Transcript')
    await phone.click(TO_QUESTION)
    await phone.press('2')
    await phone.click(TO_QUESTION)
    await row(phone, 'Nobody is there.')
    await phone.tab('Bank')
    await phone.pane.getByLabel('Queues: advisors').selectOption('somebody answers')
    await phone.tab('Transcript')
    await phone.press('2')
    await phone.click(TO_QUESTION)
    await phone.pane.getByText('Waits in the queue advisors').waitFor()
    const live = (): Promise<string[]> => phone.pane.locator('.telephone-key.live').allInnerTexts()
    expect(await live()).toEqual(['0\nthe menu'])
    await phone.click(TO_QUESTION)
    await phone.pane.locator('.telephone-row.agent').waitFor()
    expect(await live()).toEqual([])
    await phone.click(TO_QUESTION)
    await row(phone, 'Good-bye.')
  }))

it('offers numbers to programs that dial some, says what ends a number, and its tabs go by Home and End', () =>
  withSmall(
    async phone => {
      await phone.click('Stopped')
      await phone.dial()
      await phone.click(TO_QUESTION)
      await phone.press('1')
      await phone.click(TO_QUESTION)
      await phone.pane.getByText('Waits for card · # ends it').waitFor()
      await phone.tab('Bank')
      await phone.pane.getByRole('heading', { name: 'Queues' }).waitFor()
      expect(await phone.pane.getByRole('heading', { name: 'Numbers that it calls' }).count()).toBe(0)
      expect(await phone.pane.getByLabel('Queues: advisors').inputValue()).toBe('answers')
      const chosen = (): Promise<string> => phone.pane.locator('.telephone-tabs [aria-selected=true]').innerText()
      await phone.pane.getByRole('tab', { name: 'Bank' }).focus()
      for (const [key, tab] of [
        ['Home', 'Transcript'],
        ['End', 'Next call'],
        ['ArrowRight', 'Transcript'],
      ] as const) {
        await phone.page.keyboard.press(key)
        expect(await chosen()).toBe(tab)
        expect(await phone.page.evaluate(() => document.activeElement?.textContent)).toBe(tab)
      }
    },
    { 'main.ivr': SMALL },
  ))

it('shows no numeral of a secret, neither in the page nor in what its worker posts', () =>
  withSmall(async phone => {
    await logIn(phone)
    for (const tab of ['State', 'Bank', 'Next call', 'Transcript']) await phone.tab(tab)
    await phone.click(TO_QUESTION)
    await row(phone, 'level known')
    // Four of them in a row are in no time and no measure of the page by chance.
    const parts = [CARD, ...[0, 1, 2].map(from => CANARY.slice(from, from + 4))]
    for (const found of [await phone.page.content(), await phone.posted()]) expect(parts.filter(part => found.includes(part))).toEqual([])
    expect(await phone.posted()).toContain('****5673')
  }))

it('keeps a call on its version, and presses the same keys on the new one', () =>
  atQuestion(async phone => {
    await phone.press('3')
    await phone.click(TO_QUESTION)
    // As the editor writes it.
    await phone.page.locator('.monaco-editor').first().click()
    await phone.page.keyboard.press('Control+End')
    await phone.page.keyboard.type('\n// changed')
    await phone.pane.getByText('The program has changed.').waitFor()
    await phone.click('Press the same keys again')
    await phone.pane.getByText('The program has changed.').waitFor({ state: 'detached' })
    expect((await phone.transcript()).filter(one => one.startsWith('caller:'))).toEqual(['caller: 3'])
    await phone.page.locator('.monaco-editor').first().click()
    await phone.page.keyboard.press('Control+End')
    await phone.page.keyboard.type('\nmenu "')
    await phone.pane.getByText(/The text has/).waitFor()
    await phone.click('Hang up')
    await phone.pane.getByRole('button', { name: 'Call again' }).click()
    await row(phone, 'Welcome to Small Bank.')
  }))

it('lights up what it says where that stands now, though lines were put in above it since it was dialled', () =>
  atQuestion(async phone => {
    /** The line beside which the call's sign stands. */
    const here = (): Promise<string> =>
      phone.page.evaluate(() => {
        const top = document.querySelector('.editor-here')?.getBoundingClientRect().top ?? -1
        const lines = [...document.querySelectorAll('.view-line')]
        const line = lines.find(one => Math.abs(one.getBoundingClientRect().top - top) < 4)
        return (line?.textContent ?? '').replaceAll('\u00a0', ' ').trim()
      })
    await expect.poll(here).toBe('menu main {')
    await phone.page.locator('.monaco-editor').first().click()
    await phone.page.keyboard.press('Control+Home')
    await phone.page.keyboard.type('// one\n// two\n// three\n')
    await phone.pane.getByText('The program has changed.').waitFor()
    await phone.press('3')
    await phone.pane.getByRole('button', { name: 'We are at the harbour.' }).click()
    await expect.poll(here).toContain('flow hello { say "We are at the harbour."')
  }))

it('is used by the keyboard alone', () =>
  withSmall(async phone => {
    await phone.pane.locator('.telephone-call:enabled').focus()
    await phone.page.keyboard.press('Enter')
    await row(phone, 'Welcome to Small Bank.')
    await phone.page.keyboard.press('3')
    await row(phone, 'We are at the harbour.')
    const tabTo = async (label: string): Promise<void> => {
      for (let tabs = 0; tabs < 60; tabs++) {
        await phone.page.keyboard.press('Tab')
        if ((await phone.page.evaluate(() => document.activeElement?.getAttribute('aria-label')))?.startsWith(label)) return
      }
      throw new Error(`nothing is called ${label}`)
    }
    await tabTo('Stopped')
    await phone.page.keyboard.press('Enter')
    await tabTo('2, ')
    await phone.page.keyboard.press('Enter')
    await row(phone, 'One moment.')
  }))

it('dials a place from the lens above it', () =>
  withSmall(async phone => {
    await phone.click('Stopped')
    await phone.page.locator('.monaco-editor').first().click()
    await phone.page.keyboard.press('Control+End')
    await phone.page.locator('.codelens-decoration', { hasText: 'dial, 2' }).locator('a', { hasText: 'dial from here' }).first().click()
    await row(phone, 'One moment.')
    expect((await phone.transcript()).filter(one => one.startsWith('caller:'))).toEqual(['caller: 2'])
  }))

it('says that flows which never rest cannot be dialled, and goes on', () =>
  withSmall(
    async phone => {
      await phone.pane.getByText(/cannot be dialled yet/).waitFor()
      expect(await phone.pane.locator('.telephone-call').isDisabled()).toBe(true)
      await phone.tab('Next call')
      await phone.pane.getByLabel('Caller’s number').fill('+8613900000000')
    },
    { 'main.ivr': SMALL.replace('-> main  "95501" -> hello', '-> round') + '\nflow round { -> about }\nflow about { -> round }\n' },
  ))

it('waits for the voice at the end of a text, and not when it is turned off', async () => {
  const phone = await openPhone(browser, { project: { 'main.ivr': SMALL }, voiceLasts: 60_000 })
  await phone.dial()
  await row(phone, 'Welcome to Small Bank.')
  // The text lasts less than this on the simulated line; the browser's voice is slower.
  await phone.page.waitForTimeout(2500)
  const held = await phone.now()
  expect(held).toBeLessThan(2000)
  expect(await phone.spoken()).toEqual(['Welcome to Small Bank.'])
  await phone.tab('Next call')
  await phone.pane.getByLabel('Voice off').check()
  await phone.tab('Transcript')
  await row(phone, 'For your balance, press 1.')
  expect(await phone.now()).toBeGreaterThanOrEqual(held)
  expect(phone.complaints).toEqual([])
  await phone.context.close()
})

it('the moment that a script brings is seen, and is now again by a button, or without the script', () =>
  withSmall(
    async phone => {
      await phone.tab('Next call')
      const moment = phone.pane.getByLabel('Date and time of the call')
      const answers = phone.pane.getByLabel('Answers of a script')
      const now = phone.pane.getByRole('button', { name: 'Now', exact: true })
      await answers.selectOption({ index: 1 })
      expect(await moment.inputValue()).toBe('2026-11-23T11:30')
      await now.press('Enter')
      expect(await moment.inputValue()).toBe('')
      await answers.selectOption('')
      await answers.selectOption({ index: 1 })
      expect(await moment.inputValue()).toBe('2026-11-23T11:30')
      await answers.selectOption('')
      expect(await moment.inputValue()).toBe('')
    },
    {
      'main.ivr': SMALL,
      'hello.dtmf': `use "./main.ivr"\nscript "hello" {\n  call from "+8613800138000" to "95500" at 2026-11-23T03:30Z\n  hear "Welcome"\n}\n`,
    },
  ))

it('says each text to those who hear the page in its own language, and what is said twice twice', async () => {
  const BOTH = `
line both "Both" {
  numbers   { "95500" -> pick }
  languages zh-CN, en-US
  time zone Asia/Shanghai
  otherwise -> last
}
prompts {
  hello zh"您好。" en"Good day."
}
menu pick {
  say hello in every language
  press 1 for language zh-CN -> last
  press 2 for language en-US -> last
}
flow last {
  say zh"再见。" en"Goodbye."
  say zh"再见。" en"Goodbye."
  -> hangup
}
`
  await withSmall(
    async phone => {
      await phone.page.evaluate(() => {
        const said: string[] = []
        ;(window as unknown as { saidIn: string[] }).saidIn = said
        new MutationObserver(changes => {
          for (const { addedNodes } of changes)
            for (const node of addedNodes) if (node instanceof HTMLElement) said.push(`${node.lang} ${node.textContent}`)
        }).observe(document.querySelector('[data-role=spoken]')!, { childList: true, subtree: true })
      })
      await phone.dial()
      await row(phone, 'press 2')
      await phone.press('2')
      await phone.pane.getByRole('button', { name: 'Call again' }).waitFor()
      const said = await phone.page.evaluate(() => (window as unknown as { saidIn: string[] }).saidIn)
      expect(said.slice(0, 2)).toEqual(['zh-CN 您好。', 'en-US Good day.'])
      expect(said.slice(-2)).toEqual(['en-US Goodbye.', 'en-US Goodbye.'])
    },
    { 'main.ivr': BOTH },
  )
})

it('a call that goes round and round is told of, and can be put down', () =>
  withSmall(
    async phone => {
      await phone.dial()
      await phone.pane.getByText('The call goes round and never comes to rest.').waitFor()
      await phone.click('Hang up')
      await phone.pane.locator('.telephone-call').waitFor()
      await phone.dial()
    },
    {
      'main.ivr': `line loop "Loop" { numbers { "95500" -> round } languages en-US time zone Asia/Shanghai otherwise -> hangup }
service bank { query balance(): money CNY within 5s }
flow round {
  let _credit = query bank.balance() else { -> hangup }
  -> round
}
`,
    },
  ))
