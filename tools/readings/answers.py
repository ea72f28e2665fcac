# Reads lines of kind, value and currency; writes what num2words says of each.
import sys
from decimal import Decimal
from num2words import num2words

for line in sys.stdin:
    kind, value, currency = line.rstrip("\n").split("\t")
    if kind == "money":
        words = num2words(Decimal(value), to="currency", currency=currency, separator=" and")
    elif kind == "ordinal":
        words = num2words(int(value), to="ordinal")
    elif kind == "year":
        words = num2words(int(value), to="year")
    elif kind == "decimal" and "." in value:
        words = num2words(Decimal(value))
    else:
        words = num2words(int(value))
    print(words)
