"""Writes reference.csv: see README.md."""

import numpy as np
from scipy.ndimage import distance_transform_edt
from sklearn import metrics

MASK = (1 << 64) - 1


class SplittableRandom:
    """java.util.SplittableRandom(seed).nextDouble()."""

    def __init__(self, seed):
        self.state = seed & MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        z ^= z >> 31
        return (z >> 11) * 2.0**-53


def show(name, value):
    print(f"{name},{float(value)!r}")


def scores(kind, seed, count):
    random = SplittableRandom(seed)
    score = np.empty(count, np.float32)
    label = np.empty(count, bool)
    for i in range(count):
        positive = random.next() < 0.1
        u = random.next()
        if kind == "uniform":
            s = u
        elif kind == "shifted":
            s = 1 - u * u * u if positive else u * u * u
        elif kind == "eight_bit":
            s = np.floor((1 - u * u if positive else u * u) * 255 + 0.5) / 255
        else:  # saturated: most scores are very near 0 or 1
            v = u * u * u
            v = v * v * v
            s = 1 - v if positive and u < 0.9 else v * v
        score[i] = np.float32(s)
        label[i] = positive
    return score, label


for number, kind in enumerate(["uniform", "shifted", "eight_bit", "saturated"]):
    score, label = scores(kind, 100 + number, 20000)
    show(f"{kind}.auc", metrics.roc_auc_score(label, score))
    show(f"{kind}.average_precision", metrics.average_precision_score(label, score))

# Three images, judged together by every protocol.
W, H = 61, 47
truths, views, vessels, arteries, veins, refineds = [], [], [], [], [], []
random = SplittableRandom(7)
for image in range(3):
    blocks = np.zeros((10, 11), int)
    for by in range(10):
        for bx in range(11):
            labeled = random.next() < 0.5
            code = 1 + int(random.next() * 4)
            blocks[by, bx] = code if labeled else 0
    truth = np.zeros((H, W), int)
    view = np.zeros((H, W), bool)
    vessel = np.zeros((H, W), np.float32)
    artery = np.zeros((H, W), np.float32)
    vein = np.zeros((H, W), np.float32)
    refined = np.zeros((H, W), int)
    for y in range(H):
        for x in range(W):
            code = blocks[y // 5, x // 6]
            truth[y, x] = code
            view[y, x] = (x - 30) ** 2 + (y - 23) ** 2 < 28**2
            u = random.next()
            vessel[y, x] = np.float32(1 - u * u if code else u * u)
            artery[y, x] = np.float32(random.next() * (1.0 if code == 1 else 0.8))
            vein[y, x] = np.float32(random.next() * (1.0 if code == 2 else 0.8))
            r = random.next()
            refined[y, x] = code if r < 0.3 else 0
    truths.append(truth), views.append(view), vessels.append(vessel)
    arteries.append(artery), veins.append(vein), refineds.append(refined)

ys, xs = np.mgrid[0:H, 0:W]
line = (xs + 2 * ys) % 3 == 0  # stands for the skeleton, inside of whatever mask


def flat(arrays):
    return np.concatenate([a[v] for a, v in zip(arrays, views)])


truth = flat(truths)
vessel = flat(vessels)
found = vessel > 0.5
is_vessel = truth > 0
on_line = flat([line & (t > 0) for t in truths])
wide = flat([distance_transform_edt(t > 0) >= 1.5 for t in truths])
found_line = flat([line & (v > 0.5) for v in vessels])

show("segmentation.auc", metrics.roc_auc_score(is_vessel, vessel))
show("segmentation.pr_auc", metrics.average_precision_score(is_vessel, vessel))
show("segmentation.accuracy", metrics.accuracy_score(is_vessel, found))
show("segmentation.sensitivity", metrics.recall_score(is_vessel, found))
show("segmentation.specificity", metrics.recall_score(~is_vessel, ~found))
show("segmentation.dice", metrics.f1_score(is_vessel, found))
precision = (found_line & is_vessel).sum() / found_line.sum()
sensitivity = (on_line & found).sum() / on_line.sum()
show("segmentation.cldice", 2 * precision * sensitivity / (precision + sensitivity))

for prefix in ["network.", "refined."]:
    called_artery = flat(arteries) >= flat(veins)
    if prefix == "refined.":
        refined = flat(refineds)
        called_artery = (refined == 1) | ((refined != 2) & called_artery)
    known = (truth == 1) | (truth == 2)
    for protocol, where in [
        ("all_gt", known),
        ("discovered", known & found),
        ("center_line_discovered", known & found & on_line),
        ("center_line_discovered_2px", known & found & on_line & wide),
    ]:
        y, p = truth[where] == 1, called_artery[where]
        name = f"{prefix}av.{protocol}."
        show(name + "accuracy", metrics.accuracy_score(y, p))
        show(name + "balanced_accuracy", metrics.balanced_accuracy_score(y, p))
        show(name + "artery_sensitivity", metrics.recall_score(y, p))
        show(name + "artery_specificity", metrics.recall_score(~y, ~p))
        show(name + "artery_f1", metrics.f1_score(y, p))
        show(name + "vein_f1", metrics.f1_score(~y, ~p))
    where = truth < 3
    y = truth[where]
    p = np.where(~found, 0, np.where(called_artery, 1, 2))[where]
    name = f"{prefix}av.three_class."
    show(name + "accuracy", metrics.accuracy_score(y, p))
    show(name + "balanced_accuracy", metrics.balanced_accuracy_score(y, p))
    recall = metrics.recall_score(y, p, average=None)
    f1 = metrics.f1_score(y, p, average=None)
    show(name + "artery_sensitivity", recall[1])
    show(name + "vein_sensitivity", recall[2])
    show(name + "background_f1", f1[0])
    show(name + "artery_f1", f1[1])
    show(name + "vein_f1", f1[2])
