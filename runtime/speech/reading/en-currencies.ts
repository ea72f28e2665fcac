// What currencies and their smaller units are called in English; one that is missing here is told by the letters of its ISO code.

/** One and several of the main unit, one and several of the smaller; '' where decimals are told behind a point. */
export type Units = readonly [one: string, other: string, minorOne: string, minorOther: string]

const cents = (one: string, other = `${one}s`): Units => [one, other, 'cent', 'cents']
const centavos = (one: string, other = `${one}s`): Units => [one, other, 'centavo', 'centavos']
const fils = (one: string): Units => [one, `${one}s`, 'fils', 'fils']
const rupees = (country: string): Units => [`${country} rupee`, `${country} rupees`, 'paisa', 'paise']
const without = (one: string, other = one): Units => [one, other, '', '']

export const currencies: Readonly<Record<string, Units>> = {
  CNY: ['yuan', 'yuan', 'fen', 'fen'],
  USD: cents('dollar'),
  EUR: cents('euro'),
  GBP: ['pound', 'pounds', 'penny', 'pence'],
  HKD: cents('Hong Kong dollar'),
  MOP: ['pataca', 'patacas', 'avo', 'avos'],
  TWD: cents('Taiwan dollar'),
  JPY: without('yen'),
  KRW: without('won'),
  KPW: without('North Korean won'),
  SGD: cents('Singapore dollar'),
  BND: cents('Brunei dollar'),
  AUD: cents('Australian dollar'),
  CAD: cents('Canadian dollar'),
  NZD: cents('New Zealand dollar'),
  CHF: ['Swiss franc', 'Swiss francs', 'centime', 'centimes'],
  SEK: ['Swedish krona', 'Swedish kronor', 'öre', 'öre'],
  NOK: ['Norwegian krone', 'Norwegian kroner', 'øre', 'øre'],
  DKK: ['Danish krone', 'Danish kroner', 'øre', 'øre'],
  THB: ['baht', 'baht', 'satang', 'satang'],
  MYR: ['ringgit', 'ringgit', 'sen', 'sen'],
  IDR: without('rupiah'),
  PHP: centavos('Philippine peso'),
  VND: without('dong'),
  KHR: without('riel', 'riels'),
  LAK: without('kip'),
  MMK: without('kyat', 'kyats'),
  MNT: without('tugrik', 'tugriks'),
  KZT: without('tenge'),
  INR: ['rupee', 'rupees', 'paisa', 'paise'],
  PKR: rupees('Pakistani'),
  NPR: rupees('Nepalese'),
  LKR: cents('Sri Lankan rupee'),
  BDT: ['taka', 'taka', 'poisha', 'poisha'],
  RUB: ['ruble', 'rubles', 'kopeck', 'kopecks'],
  UAH: ['hryvnia', 'hryvnias', 'kopiyka', 'kopiykas'],
  PLN: ['zloty', 'zlotys', 'grosz', 'groszy'],
  CZK: ['koruna', 'korunas', 'haler', 'halers'],
  HUF: without('forint', 'forints'),
  TRY: ['lira', 'liras', 'kurus', 'kurus'],
  ILS: ['shekel', 'shekels', 'agora', 'agorot'],
  AED: fils('dirham'),
  SAR: ['Saudi riyal', 'Saudi riyals', 'halala', 'halalas'],
  QAR: ['Qatari riyal', 'Qatari riyals', 'dirham', 'dirhams'],
  KWD: fils('Kuwaiti dinar'),
  BHD: fils('Bahraini dinar'),
  JOD: fils('Jordanian dinar'),
  OMR: ['Omani rial', 'Omani rials', 'baisa', 'baisa'],
  EGP: ['Egyptian pound', 'Egyptian pounds', 'piastre', 'piastres'],
  ZAR: cents('rand', 'rand'),
  BRL: ['real', 'reais', 'centavo', 'centavos'],
  MXN: centavos('Mexican peso'),
}
