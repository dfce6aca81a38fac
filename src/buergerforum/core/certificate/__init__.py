"""The certificate of a lottery: made once, checked by anybody with whole numbers and no solver.

`making` writes down what the selection found, in whole numbers; `form` is its one written form; `rows` are the rules as
rows over types, counted from pool and quotas alone; `bounds` is the arithmetic that bounds what any lottery could do;
`claims` says what that proves for each objective; `reached` shows that the chances are possible.
"""
