// Makes a program of a wanted length that looks like what a bank writes: menus in two languages, flows that collect, ask and perform. It is
// whole: every place and name that it uses is declared in it. The same length gives the same text.

const header = `/// A generated line, for measuring.
line generated "Generated 95500" {
  numbers   { "95500" -> menu_0 }
  languages zh-CN, en-US
  time zone Asia/Shanghai
  levels    anonymous < verified < signed
  otherwise -> goodbye
}

type CardNumber  = private digits 16..19 luhn
type Account     = { number: CardNumber  kind: AccountKind  balance: private money CNY }
type AccountKind = one of {
  savings zh"活期账户" en"savings account"
  other   zh"账户"     en"account"
}

service bank {
  query accounts(): list of Account within 3s
  transaction transfer(from: CardNumber, to: CardNumber, amount: money CNY) within 10s {
    requires confirm of from, to, amount
    done(receipt: digits)
    declined(reason: text)
  }
}

prompts {
  sorry     zh"系统繁忙，请稍后再试。" en"We cannot do that right now. Please try later."
  farewell  zh"感谢您的来电，再见。"   en"Thank you for calling. Goodbye."
}

flow goodbye {
  say farewell
  -> hangup
}
`

const menu = (n: number, next: number): string => `
/// Menu ${n}: what most callers want.
menu menu_${n} {
  say zh"欢迎使用第${n}号业务菜单。" en"Welcome to menu number ${n}."
  press 1 for zh"账户查询" en"balances"      do balances_${n}
  press 2 for zh"转账汇款" en"transfers"     -> transfer_${n}
  press 3 for zh"其他业务" en"other services" -> menu_${next}
  press 0 for zh"结束通话" en"the end"       -> goodbye
  on silence say zh"没有收到您的按键。" en"I did not hear a key."
  on mistake say zh"按键有误。"         en"That key is not on the menu."
  otherwise on silence { say sorry -> goodbye }
}
`

const flows = (n: number): string => `
flow balances_${n} {
  let accounts = query bank.accounts() else { say sorry  return }
  for each account in accounts counting n {
    menu {
      say zh"您尾号{account.number as last4}的{account.kind}余额为{account.balance}。"
          en"The {account.kind} ending {account.number as last4} holds {account.balance}."
      press 1 for zh"下一个" en"the next" when n < count(accounts) { next }
      press 2 for zh"重听" en"that again" { again }
      press 3 for zh"返回" en"the main menu" { leave }
    }
  } none { say zh"您名下没有账户。" en"You have no account." }
}

flow transfer_${n} {
  let accounts = query bank.accounts() else { say sorry -> menu_${n} }
  choose source in accounts {
    say zh"请选择付款账户。" en"Choose the account to pay from."
    offer zh"尾号{source.number as last4}" en"the account ending {source.number as last4}"
    none { say zh"您名下没有可用账户。" en"You have no account to pay from." -> menu_${n} }
  }
  collect amount: money CNY 0.01..50000.00 {
    say zh"请输入金额，小数点请按星号，按井号键结束。" en"Enter the amount. Press star for the point and pound to end."
    check amount <= source.balance else zh"余额不足。" en"There is not enough in the account."
  }
  confirm {
    say zh"从尾号{source.number as last4}的账户转账{amount}。" en"Pay {amount} from the account ending {source.number as last4}."
    no -> menu_${n}
  }
  // Nothing is sent before the caller has said yes.
  perform bank.transfer(from: source.number, to: source.number, amount) {
    meanwhile say zh"正在处理，请稍候。" en"One moment, please."
    done(receipt)    { say zh"转账成功，流水号{receipt}。" en"Done. Your reference is {receipt}." }
    declined(reason) { say zh"转账未成功：{reason}。" en"The transfer was declined: {reason}." }
    failed, unknown  { say sorry }
  }
  if amount > CNY 1000.00 and not (n_${n} == 0) {
    set n_${n} = n_${n} + 1
  } else {
    say sorry
  }
  -> menu_${n}
}

remember n_${n}: number = 0
`

const lineCount = (text: string): number => text.split('\n').length - 1

/** A program of about `lines` lines: the last menu with its flows is always whole. */
export function generateProgram(lines: number): string {
  const each = lineCount(menu(0, 0)) + lineCount(flows(0))
  const count = Math.max(1, Math.round((lines - lineCount(header)) / each))
  const parts = [header]
  for (let n = 0; n < count; n++) parts.push(menu(n, (n + 1) % count), flows(n))
  return parts.join('')
}
