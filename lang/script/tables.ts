// Written by `npm run grammar`: the grammar of `.dtmf` files, as Chevrotain records it.
import type { GrammarTables } from '../grammar/grammar-tables.ts'
export const tables: GrammarTables = {
  lists: [
    'Word',
    'Word_use Word_setup Word_script',
    'Word_call Word_choose Word_each Word_enter Word_expect Word_given Word_hang Word_hear Word_never Word_only Word_press Word_run Word_skip Word_speak Word_stay Word_wait',
    'Word_call Word_choose Word_each Word_enter Word_expect Word_given Word_hang Word_hear Word_never Word_only Word_press Word_run Word_skip Word_speak Word_stay Word_wait',
  ],
  openings: {
    Word_use: 'Text',
    Word_setup: 'Word',
    Word_script: 'Text TaggedText TextStart TaggedTextStart',
    Word_call: 'any',
    Word_choose: 'Word_language',
    Word_each: 'LBrace Word_row',
    Word_enter: 'Word_early Word_ahead Word Number Star Hash Text TaggedText TextStart TaggedTextStart',
    Word_expect: 'Word_level Word_ended Word_connected Word_transferred Word_transcript Word',
    Word_given: 'Word_setting Word_queue Word_number Word',
    Word_hang: 'Word_up',
    Word_hear: 'Word_next Word_exactly Word_prompt Word_menu Word_recording Word_nothing Text TaggedText TextStart TaggedTextStart Word',
    Word_never: 'Word_hear',
    Word_only: 'any',
    Word_press: 'Word_early Word_ahead Number Star Hash Text TaggedText TextStart TaggedTextStart Word',
    Word_run: 'Word',
    Word_skip: 'Text',
    Word_speak: 'Duration',
    Word_stay: 'Word_silent',
    Word_wait: 'Duration',
  },
  ahead: {
    valueRule: {
      '257':
        'Text TaggedText TextStart TaggedTextStart | Minus Number | Duration Date Time Moment | LBracket | LBrace | Word_file | Word_recording | Word | Word',
    },
    textRule: { '1024': 'Text TaggedText TextStart TaggedTextStart' },
    variantRule: { '256': 'Text | TaggedText | TextStart TaggedTextStart', '258': 'TextStart | TaggedTextStart', '768': 'TextMiddle' },
    numberRule: { '513': 'Minus' },
    moneyRule: { '513': 'Minus' },
    timeValueRule: { '256': 'Duration | Date | Time | Moment' },
    listValueRule: {
      '1280':
        'Text TaggedText TextStart TaggedTextStart Minus Number Duration Date Time Moment LBracket LBrace Word_file Word_recording Word',
    },
    recordRule: { '513': 'Comma', '769': 'Word' },
    givenRule: { '257': 'Word_setting | Word_queue | Word_number | Word' },
    givenQueueRule: {
      '257': 'Word_answers | Word_has Word_no Number Word_longest | Word_fails',
      '258': 'Word_no | Number | Word_longest',
      '259': 'Word_waiting | Word_agents',
      '513': 'Word_by',
      '514': 'Word_after',
      '515': 'Word_for',
      '516': 'Word_has',
      '1545': 'Word_answers Word_has Word_no Number Word_longest Word_fails',
    },
    givenNumberRule: { '257': 'Word_is | Word_answers | Word_does | Word_fails', '513': 'Word_after', '514': 'Word_for' },
    givenOperationRule: { '514': 'Comma', '768': 'Comma Word_then' },
    answerRule: {
      '257':
        'Word_answers Word Text TaggedText TextStart TaggedTextStart Minus Number Duration Date Time Moment LBracket LBrace Word_file Word_recording | Word_fails | Word_never | Word_loses',
      '513': 'Word_after',
      '514': 'Word_after',
      '519': 'Word_answers',
    },
    answeredRule: {
      '257':
        'Word | Text TaggedText TextStart TaggedTextStart Minus Number Duration Date Time Moment LBracket LBrace Word_file Word_recording Word',
      '513': 'LParen',
      '1280':
        'Text TaggedText TextStart TaggedTextStart Minus Number Duration Date Time Moment LBracket LBrace Word_file Word_recording Word',
    },
    hearRule: { '513': 'Word_next' },
    heardRule: {
      '257': 'Word_exactly | Word_prompt | Word_menu | Word_recording | Word_nothing | Text TaggedText TextStart TaggedTextStart Word',
      '513': 'Word_with',
      '514': 'Word_within',
    },
    wordsRule: { '257': 'Text TaggedText TextStart TaggedTextStart | Word' },
    dottedRule: { '257': 'Number | Word', '768': 'Dot' },
    withValuesRule: { '1545': 'Word' },
    pressRule: { '513': 'Word_early', '514': 'Word_ahead' },
    enterRule: { '513': 'Word_early', '514': 'Word_ahead', '515': 'Word' },
    keysRule: {
      '257': 'Number Star Hash | Text TaggedText TextStart TaggedTextStart Word',
      '259': 'Number | Star | Hash',
      '1024': 'Number Star Hash',
    },
    expectRule: { '257': 'Word_level | Word_ended | Word_connected | Word_transferred | Word_transcript | Word' },
    expectEndedRule: { '257': 'Word_in | Word_by', '258': 'Word_caller | Word_line' },
    expectOperationRule: {
      '257': 'Word_not | Word_performed',
      '258': 'Word_once | Word_twice | Number',
      '513': 'Word_once Word_twice Number',
      '514': 'Word_with',
    },
    partsRule: { '257': 'Word_use | Word_setup | Word_script', '769': 'Word_use Word_setup Word_script' },
    setupRule: {
      '513': 'LParen',
      '514': 'Assign',
      '769':
        'Word_call Word_choose Word_each Word_enter Word_expect Word_given Word_hang Word_hear Word_never Word_only Word_press Word_run Word_skip Word_speak Word_stay Word_wait',
      '1280': 'Word',
    },
    scriptRule: {
      '257': 'Word_tags | Word_in | Word_skip | Word_only',
      '769':
        'Word_call Word_choose Word_each Word_enter Word_expect Word_given Word_hang Word_hear Word_never Word_only Word_press Word_run Word_skip Word_speak Word_stay Word_wait',
      '770': 'Word_tags Word_in Word_skip Word_only',
    },
    tagsRule: { '1545': 'Word' },
    languagesRule: { '1545': 'Word' },
    languageTagRule: { '256': 'Word | Number', '768': 'Minus' },
    lineRule: {
      '257':
        'Word_call | Word_choose | Word_each | Word_enter | Word_expect | Word_given | Word_hang | Word_hear | Word_never | Word_only | Word_press | Word_run | Word_skip | Word_speak | Word_stay | Word_wait',
    },
    callRule: { '513': 'Word_from', '514': 'Word_to', '515': 'Word_at' },
    runRule: {
      '513': 'LParen',
      '1280':
        'Word Text TaggedText TextStart TaggedTextStart Minus Number Duration Date Time Moment LBracket LBrace Word_file Word_recording',
    },
    argumentRule: { '256': 'Colon | Assign', '512': 'Word' },
    eachRule: { '257': 'LBrace | Word_row' },
    skipRule: { '513': 'Word_until' },
  },
}
