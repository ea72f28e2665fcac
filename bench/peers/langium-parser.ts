// The part of the language that bench/generate-program.ts writes, as a Langium grammar. Texts are one terminal there
// (what stands in their braces is not parsed), which is in Langium's favour.
import { createServicesForGrammar } from 'langium/grammar'

export const grammar = `
grammar Menus
entry File: declarations+=Declaration*;
Declaration: Line | TypeDecl | Service | Prompts | Remember | Menu | Flow;

Line: 'line' name=Word title=STRING '{' items+=LineItem* '}';
LineItem: Numbers | Languages | Zone | Levels | Otherwise;
Numbers: 'numbers' '{' (numbers+=STRING '->' targets+=Target)* '}';
Languages: 'languages' tags+=LOCALE (',' tags+=LOCALE)*;
Zone: 'time' 'zone' zone=ZONE;
Levels: 'levels' names+=Word ('<' names+=Word)*;

TypeDecl: 'type' name=Word '=' type=Type;
Type: (class=('private'|'secret'))? (digits=Digits | money=Money | record=Record | choice=Choice | list=List | ref=Word);
Digits: {infer Digits} 'digits' (length=Range | length=INT)? luhn?='luhn'?;
Money: 'money' currency=Word (range=Range)?;
Range: RANGE;
Record: '{' fields+=Parameter+ '}';
Choice: 'one' 'of' '{' (values+=ChoiceValue)+ '}';
ChoiceValue: name=Word text=Text?;
List: 'list' 'of' of=Type;
Parameter: name=Word ':' type=Type;

Service: 'service' name=Word '{' operations+=Operation* '}';
Operation: kind=('query'|'attempt'|'transaction') name=Word '(' (parameters+=Parameter (',' parameters+=Parameter)*)? ')' (':' result=Type)? ('within' within=DURATION)?
  ('{' ('requires' 'confirm' 'of' confirm+=Word (',' confirm+=Word)*)? outcomes+=OutcomeDecl* '}')?;
OutcomeDecl: name=Word ('(' parameters+=Parameter (',' parameters+=Parameter)* ')')?;

Prompts: {infer Prompts} 'prompts' '{' prompts+=Prompt* '}';
Prompt: name=Word text=Text;
Remember: 'remember' name=Word ':' type=Type '=' value=Expression;

Menu: 'menu' name=Word '{' items+=ListenerItem* '}';
Flow: 'flow' name=Word body=Block;
Block: {infer Block} '{' steps+=Step* '}';
Branch: steps+=Go | body=Block;

ListenerItem: Say | Press | OnCounter | Otherwise | Check | Offer | None | No;
Say: verb=('say'|'announce') items+=Expression (',' items+=Expression)*;
Press: 'press' key=INT ('for' label=Text)? ('when' when=Expression)? (go=Go | call=Do | body=Block);
OnCounter: 'on' event=('silence'|'mistake') say=Say;
Otherwise: 'otherwise' ('on' event=('silence'|'mistake'))? body=Branch;
Check: 'check' condition=Expression 'else' text=Text;
Offer: 'offer' text=Text;
None: 'none' body=Branch;
No: 'no' body=Branch;

Step: Say | MenuStep | Collect | Choose | Confirm | Let | Set | If | ForEach | Perform | Go | Do | Loop;
MenuStep: {infer MenuStep} 'menu' '{' items+=ListenerItem* '}';
Collect: 'collect' name=Word ':' type=Type '{' items+=ListenerItem* '}';
Choose: 'choose' name=Word 'in' list=Expression '{' items+=ListenerItem* '}';
Confirm: {infer Confirm} 'confirm' '{' items+=ListenerItem* '}';
Let: 'let' name=Word '=' (call=Call | value=Expression) ('else' otherwise=Branch)?;
Call: verb='query' service=Word '.' operation=Word '(' (arguments+=Argument (',' arguments+=Argument)*)? ')';
Argument: (name=Word ':')? value=Expression;
Set: 'set' name=Word '=' value=Expression;
If: 'if' condition=Expression then=Block ('else' else=Block)?;
ForEach: 'for' 'each' name=Word 'in' list=Expression ('counting' counter=Word)? body=Block none=None?;
Perform: 'perform' service=Word '.' operation=Word '(' (arguments+=Argument (',' arguments+=Argument)*)? ')' '{' ('meanwhile' meanwhile=Say)? outcomes+=Outcome* '}';
Outcome: names+=Word (',' names+=Word)* ('(' values+=Word (',' values+=Word)* ')')? body=Branch;
Go: '->' target=Target;
Target: name=Word;
Do: 'do' name=Word;
Loop: word=('next'|'previous'|'again'|'leave'|'return');

Text: (tagged+=TAGGED+ | plain=STRING);

Expression: Or;
Or infers Expression: And ({infer Binary.left=current} operator='or' right=And)*;
And infers Expression: Not ({infer Binary.left=current} operator='and' right=Not)*;
Not infers Expression: {infer Negation} 'not' operand=Comparison | Comparison;
Comparison infers Expression: Sum ({infer Binary.left=current} operator=('=='|'!='|'<='|'>='|'<'|'>') right=Sum)?;
Sum infers Expression: Unary ({infer Binary.left=current} operator=('+'|'-') right=Unary)*;
Unary infers Expression: Primary ({infer Field.object=current} '.' field=Word)*;
Primary infers Expression: {infer TextValue} text=Text | {infer MoneyValue} currency=CURRENCY amount=DECIMAL | {infer NumberValue} value=INT | '(' Expression ')' | {infer NameValue} name=Word ('(' arguments+=Argument (',' arguments+=Argument)* ')')?;
Word returns string: ID | CURRENCY | 'confirm' | 'number' | 'next' | 'text' | 'from' | 'to' | 'bank';

terminal RANGE: /[0-9]+(\\.[0-9]+)?\\.\\.[0-9]+(\\.[0-9]+)?/;
terminal DURATION: /[0-9]+(ms|s|min|h)/;
terminal DECIMAL: /[0-9]+\\.[0-9]+/;
terminal INT: /[0-9]+/;
terminal LOCALE: /[a-z]{2}-[A-Z]{2}/;
terminal ZONE: /[A-Z][a-z]+\\/[A-Z][a-z]+/;
terminal CURRENCY: /[A-Z]{3}(?![a-zA-Z_0-9])/;
terminal TAGGED: /[a-z]{2}"(?:\\\\.|[^"\\\\])*"/;
terminal STRING: /"(?:\\\\.|[^"\\\\])*"/;
terminal ID: /[_a-zA-Z][_a-zA-Z0-9]*/;
hidden terminal WS: /\\s+/;
hidden terminal COMMENT: /\\/\\/[^\\n\\r]*/;
`

export interface LangiumParser {
  /** Syntax errors found. */
  readonly parse: (text: string) => number
}

export const createLangiumParser = async (): Promise<LangiumParser> => {
  const services = await createServicesForGrammar({ grammar })
  return {
    parse: text => {
      const result = services.parser.LangiumParser.parse(text)
      return result.lexerErrors.length + result.parserErrors.length
    },
  }
}
