"""Makes the files of this folder: random images and what scikit-image 0.26 makes of them."""
import numpy as np
from skimage.transform import resize

SIZES = {"31x23": ["31x23", "7x5", "23x31", "64x9", "1x1", "40x50"], "1x9": ["4x3", "1x4"], "300x2": ["2x1"]}
random = np.random.default_rng(20)
for size, targets in SIZES.items():
    width, height = map(int, size.split("x"))
    image = random.random((height, width, 3)).astype("float32")
    np.save(f"{size}.npy", image)
    for target in targets:
        width, height = map(int, target.split("x"))
        np.save(f"{size}-to-{target}.npy", resize(image.astype("float64"), (height, width)).astype("float32"))
