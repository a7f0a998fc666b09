"""An error in the words of somebody who has met the libraries for a week, and where it arose."""

import re
import traceback
from pathlib import Path

# What libraries say, and what it means to somebody who has met them for a week.
IN_WORDS = {
    "does not require grad": "The loss must be computed in torch from tensors with "
    "requires_grad=True; .item(), .numpy(), detach() and no_grad() cut the way back.",
    "shapes cannot be multiplied|size mismatch, got|matmul: .*mismatch|not aligned": "In a matrix product the last "
    "axis of the first must be as long as the first axis of the second: print both shapes.",
    "(could not|cannot) be broadcast|must match the size of tensor": "These two shapes do not fit each "
    "other: print both.",
    r"not implemented for '(Long|Int)'|can only .*floating": "These are whole numbers. Make them "
    "floats first: x.float() in torch, x.astype(float) in NumPy.",
    "truth value of an array|Boolean value of Tensor|only .*(scalar arrays|-dimensional|-1|one element).*convert": (
        "An array stands where one number is meant. Is there a function that takes the whole array, "
        "such as np.where or np.maximum?"
    ),
    "has no attribute '(backward|detach|requires_grad|grad)'": "Only a torch tensor has this. NumPy "
    "and plain numbers know no gradients: make a tensor with torch.tensor(...).",
    r"'(int|float)' object (is not subscriptable|does not support item|has no attribute "
    r"'(shape|ndim|size|T|mean|sum|max|min|std|copy|astype|reshape|tolist)')|"
    r"'numpy.float64' object does not support item": "A plain number stands where you treat it as an array. "
    "An if is enough for a number; np.asarray(x, dtype=float) makes an array of it.",
    r"'(int|float)' object has no attribute": "A plain number stands where you treat it as an object of "
    "another kind: make that of it first, or use the number itself.",
    r"unsupported operand type|can only concatenate|can't multiply sequence": "What stands on the two sides of "
    "this operator does not go together: print type(...) of both. Lists and None know no arithmetic.",
    "object is not callable": "Brackets call a function, and this is none: a value, say. Where a function "
    "is wanted, give the function itself, such as lambda h: h**2.",
    r"values to unpack|unpack (non-iterable|.*not iterable)": "To the left of = stand more or fewer names "
    "than there are values to the right: print what stands there.",
    "axis .* is out of bounds|Dimension out of range": "There is no such axis: print the shape. Axes "
    "count from 0; a vector has axis 0 only.",
    "is out of bounds for|index out of range|out of range": "An index points past the end. The last of "
    "n entries has index n - 1.",
    "is not defined": "Is the name misspelled, or defined in a cell that has not been run?",
}


def in_words(said: str) -> list[str]:
    """Return a sentence on what a library said, or nothing."""
    return [text for pattern, text in IN_WORDS.items() if re.search(pattern, said)][:1]


def where(error: BaseException) -> list[str]:
    """Return the reader's lines on the way to an error, without the course's and the libraries'."""
    frames = (f for f in traceback.extract_tb(error.__traceback__) if is_readers(f.filename))
    # A recursion repeats one: named once.
    return list(dict.fromkeys(f"line {f.lineno} of {f.name}: {f.line}" for f in frames))


def is_readers(filename: str) -> bool:
    """Say whether code stands in a cell of the reader's, and not in the course's files or a library's."""
    path = Path(filename)
    is_ours = Path(__file__).parent in path.parents
    return not is_ours and not {"site-packages", "dist-packages"} & set(path.parts)
