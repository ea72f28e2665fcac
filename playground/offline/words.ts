const en = {
  newVersion: 'A new version of this page is there.',
  reload: 'Reload',
}
const zh: typeof en = {
  newVersion: '页面有新版本。',
  reload: '重新加载',
}
export const WORDS = { en, zh }
