"""Iris: 150 flowers of three species, measured by E. Anderson and published by R. A. Fisher.

*The use of multiple measurements in taxonomic problems*, Annals of Eugenics 7, 179-188, 1936,
doi:10.1111/j.1469-1809.1936.tb02137.x. The numbers are those of scikit-learn.
"""

import numpy as np

from helpers.datasets.storage import DATA

SPECIES = ("setosa", "versicolor", "virginica")


def load() -> tuple[np.ndarray, np.ndarray]:
    """Return measurements (150, 4) in cm and species (150,), as places in `SPECIES`.

    Columns: sepal length, sepal width, petal length, petal width.
    """
    table = np.loadtxt(DATA / "iris.csv", delimiter=",", skiprows=1)
    return table[:, :4], table[:, 4].astype(int)
