// What goes wrong on a line and what to do: stable slugs, one sentence in both languages, nothing private in it.
import type { LineTrouble } from '../../call/line.ts'

const trouble = (slug: string, en: string, zh: string): LineTrouble => ({ slug, en, zh })

export const TROUBLES = {
  'missing-sound': trouble(
    'missing-sound',
    'A sound could not be played and was passed over: check that its file is where FreeSWITCH looks for it, and that it may read it.',
    '有一段录音无法播放，已跳过：请检查该文件是否在 FreeSWITCH 读取的位置，并且它有读取权限。',
  ),
  'not-spoken': trouble(
    'not-spoken',
    'The speech engine of FreeSWITCH said nothing, and the text was passed over: check that its module is loaded and has the voice of serve.speech, and what the log of FreeSWITCH says.',
    'FreeSWITCH 的语音引擎没有发声，该文本已跳过：请检查其模块是否已加载、是否有 serve.speech 中的声音，并查看 FreeSWITCH 日志。',
  ),
  'not-taken': trouble(
    'not-taken',
    'FreeSWITCH refused a command of this call: check that the dialplan has `async full` behind the socket, and the rights of the Event Socket.',
    'FreeSWITCH 拒绝了本次通话的一条命令：请检查拨号计划中 socket 后面是否有 `async full`，以及 Event Socket 的权限。',
  ),
  'no-reply': trouble(
    'no-reply',
    'FreeSWITCH did not answer a command of this call in time: check its load, and the network to it.',
    'FreeSWITCH 未在规定时间内答复本次通话的一条命令：请检查其负载，以及到它的网络。',
  ),
  'lost-order': trouble(
    'lost-order',
    'FreeSWITCH dropped what it was to play or to do, and was told again: something else sends it commands for this call.',
    'FreeSWITCH 丢弃了应播放或执行的内容，已重新发送：另有程序在向它发送针对本次通话的命令。',
  ),
  'line-lost': trouble(
    'line-lost',
    'The connection to FreeSWITCH ended in the middle of a call: see its log, and whether the network or the switch went down.',
    '通话过程中与 FreeSWITCH 的连接中断：请查看其日志，以及网络或交换机是否发生故障。',
  ),
  'not-recorded': trouble(
    'not-recorded',
    'The caller’s message could not be recorded: check that FreeSWITCH may write to the folder of the recordings, and that the disk has room.',
    '来电者的留言无法录制：请检查 FreeSWITCH 是否可写入录音文件夹，以及磁盘是否有空间。',
  ),
  'recording-cut': trouble(
    'recording-cut',
    'The caller’s message was cut: its recording ended by itself, or is shorter than what was said. Check that the disk of the recordings has room.',
    '来电者的留言不完整：录音自行中断，或短于实际所说的内容。请检查录音所在的磁盘是否有空间。',
  ),
  'call-not-recorded': trouble(
    'call-not-recorded',
    'The call could not be recorded: check that FreeSWITCH may write to the folder of the recordings, and that the disk has room.',
    '通话无法录音：请检查 FreeSWITCH 是否可写入录音文件夹，以及磁盘是否有空间。',
  ),
  'not-masked': trouble(
    'not-masked',
    'The recording of the call could not be masked and was ended: what the caller enters now must not be in it.',
    '通话录音无法屏蔽，已停止录音：来电者此时输入的内容不得录入。',
  ),
  'not-unmasked': trouble(
    'not-unmasked',
    'The recording of the call could not be unmasked and is silence from there on: check the load of FreeSWITCH, and that the disk of the recordings has room.',
    '通话录音无法恢复，此后为静音：请检查 FreeSWITCH 的负载，以及录音磁盘是否有空间。',
  ),
  'recording-runs-on': trouble(
    'recording-runs-on',
    'The recording of the call could be neither masked nor ended, so the call was ended: what the caller enters must not be in it. Check the load of FreeSWITCH, and listen to the end of that recording.',
    '通话录音既无法屏蔽也无法停止，因此已结束通话：来电者输入的内容不得录入。请检查 FreeSWITCH 的负载，并检查该录音的结尾。',
  ),
  'unknown-queue': trouble(
    'unknown-queue',
    'The program names a queue that the configuration does not know: add it to the queues of the line.',
    '程序使用了配置中没有的队列：请将其加入线路的队列配置。',
  ),
  'queue-failed': trouble(
    'queue-failed',
    'mod_callcenter could not take the caller into the queue: check that the module is loaded and that it has this queue.',
    'mod_callcenter 无法将来电者加入队列：请检查该模块是否已加载并配置了此队列。',
  ),
  'queue-not-left': trouble(
    'queue-not-left',
    'The caller could not be taken out of the queue: mod_callcenter did not answer.',
    '无法使来电者离开队列：mod_callcenter 没有响应。',
  ),
  'number-not-allowed': trouble(
    'number-not-allowed',
    'A number was not dialled: no trunk of the configuration takes it, or it is none.',
    '号码未拨出：配置中没有中继接受该号码，或它不是有效号码。',
  ),
} as const satisfies Readonly<Record<string, LineTrouble>>

export type TroubleSlug = keyof typeof TROUBLES

/** FreeSWITCH takes an application that it does not have, and hangs up. */
export const applicationMissing = (application: string): LineTrouble =>
  trouble(
    'application-missing',
    `FreeSWITCH hung up, as it does not have the application “${application}”: load its module; \`callwright doctor\` says which are missing.`,
    `FreeSWITCH 没有应用程序“${application}”，因此挂断了通话：请加载提供它的模块；\`callwright doctor\` 会指出缺少哪些模块。`,
  )
