"""The work of DreamingBenchmark with PyTorch: a request a line on stdin, an answer a line on stdout."""

import os
import statistics
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

torch.set_num_threads(int(sys.argv[1]))
FOLDED = len(sys.argv) > 2 and sys.argv[2] == "folded"

LABELS, BANDS, BINS, FRAMES = 10, 128, 513, 431
SMALL_WIDTHS = (16, 32, 64, 128)
VGG16_BLOCKS = ((64, 64), (128, 128), (256, 256, 256), (512, 512, 512), (512, 512, 512))
VGG16_FRAMES = 860

# The default dream.
TARGET, STEP, CLIP, ROLL, SHIFT, MASKS, BLUR = 1, 0.05, 5, 200, 3, 2, 1
CHECKED_ITERATIONS = 5


class Summary(nn.Module):
    """Mean over frequency, then mean plus maximum over time."""

    def forward(self, maps):
        means = maps.mean(2)
        return means.mean(2) + means.max(2)[0]


def small():
    layers, inputs = [], 1
    for index, width in enumerate(SMALL_WIDTHS):
        if index == 0:
            layers.append(nn.Conv2d(inputs, width, (5, 7), stride=(2, 4), padding=(2, 3), bias=False))
        else:
            layers.append(nn.Conv2d(inputs, width, 3, padding=1, bias=False))
        layers += [nn.BatchNorm2d(width), nn.ReLU(inplace=True)]
        if index < len(SMALL_WIDTHS) - 1:
            layers.append(nn.AvgPool2d(2))
        inputs = width
    return nn.Sequential(*layers, Summary(), nn.Linear(inputs, LABELS))


def vgg16():
    """The convolutions, and a linear layer on their averages."""
    layers, inputs = [], 3
    for block in VGG16_BLOCKS:
        for width in block:
            layers += [nn.Conv2d(inputs, width, 3, padding=1), nn.ReLU(inplace=True)]
            inputs = width
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(7), nn.Flatten(), nn.Linear(inputs * 49, LABELS))


def load(folder, name):
    return torch.from_numpy(numpy.load(os.path.join(folder, name + ".npy")))


def read_weights(network, folder):
    layers = [layer for layer in network if isinstance(layer, (nn.Conv2d, nn.Linear))]
    norms = [layer for layer in network if isinstance(layer, nn.BatchNorm2d)]
    for index, layer in enumerate(layers):
        # Reverie counts the layer that pools the last maps.
        number = index if isinstance(layer, nn.Conv2d) else index + 1
        weights = load(folder, "%d_W" % number)
        layer.weight.copy_(weights.t() if weights.dim() == 2 else weights)
        if layer.bias is not None:
            layer.bias.copy_(load(folder, "%d_b" % number).flatten())
    for index, norm in enumerate(norms):
        for values, name in (
            (norm.weight, "gamma"),
            (norm.bias, "beta"),
            (norm.running_mean, "mean"),
            (norm.running_var, "var"),
        ):
            values.copy_(load(folder, "%d_%s" % (index, name)).flatten())


def folded(network):
    """Batch norm as part of the convolution before it."""
    layers = []
    for layer in network:
        if isinstance(layer, nn.BatchNorm2d):
            layers[-1] = fuse_conv_bn_eval(layers[-1], layer)
        else:
            layers.append(layer)
    return nn.Sequential(*layers)


def frozen(network, folder):
    network = network.eval().requires_grad_(False)
    if folder:
        read_weights(network, folder)
    return folded(network).requires_grad_(False) if FOLDED else network


class Work:
    """Iterations one after the other, timed."""

    def run(self, iterations):
        self.start()
        times = []
        begin = time.perf_counter_ns()
        for _ in range(iterations):
            before = time.perf_counter_ns()
            self.iterate()
            times.append(time.perf_counter_ns() - before)
        return "%d %d" % (time.perf_counter_ns() - begin, statistics.median(times))


class Plan(Work):
    """The network alone: forward, and the gradient of the first label with respect to the input."""

    def __init__(self, network, shape, scaling, folder=None):
        self.network = frozen(network, folder)
        self.scaling = scaling
        self.features = load(folder, "features") if folder else torch.rand(shape)
        self.expected = load(folder, "gradient") if folder else None
        self.features.requires_grad_(True)

    def start(self):
        pass

    def iterate(self):
        logits = self.network(self.scaling(self.features))
        self.gradient, = torch.autograd.grad(logits[:, 0].sum(), self.features)

    def error(self):
        """Norm of the difference of Reverie's gradient, in units of the gradient's: a near tie in a maximum may part them."""
        self.iterate()
        return ((self.gradient - self.expected).norm() / self.gradient.norm()).item()


def blur_kernel():
    taps = torch.arange(-3 * BLUR, 3 * BLUR + 1).float()
    kernel = torch.exp(-0.5 * (taps / BLUR) ** 2)
    return kernel / kernel.sum()


class Dream(Work):
    """A batch of recordings of one window each; arrays are [batch, bands or bins, frames]."""

    def __init__(self, recordings, folder):
        self.network = frozen(small(), folder)
        values = load(folder, "input")
        power = (values**2).sum(2).t()
        self.power = torch.stack([power] * recordings).contiguous()
        self.triangles = load(folder, "triangles")
        self.mask = load(folder, "mask").t().contiguous()
        self.area = load(folder, "areas") / BINS
        # A filter without a bin says nothing.
        sums = self.triangles.sum(1)
        self.normalise = torch.where(sums > 0, 1 / sums, torch.zeros(()))[:, None]
        self.mean = load(folder, "mean")[:, None]
        self.deviation = load(folder, "deviation")[:, None]
        self.expected = load(folder, "gains").t()
        self.kernel = blur_kernel()
        self.random = numpy.random.RandomState(1)
        self.regularised = True
        self.start()

    def start(self):
        self.gains = torch.zeros(len(self.power), BANDS, FRAMES, requires_grad=True)

    def features(self):
        power = self.power * torch.exp(2 * torch.matmul(self.mask, self.gains))
        mel = torch.matmul(self.triangles, power)
        mean = torch.matmul(self.area, mel).mean(1)[:, None, None].clamp_min(1e-20)
        return torch.log(self.normalise * mel / mean + 1e-6)

    def heard(self, features):
        """One draw for the whole batch."""
        roll = int(self.random.randint(-ROLL, ROLL + 1))
        shift = int(self.random.randint(-SHIFT, SHIFT + 1))
        features = torch.roll(features, roll, 2)
        if shift > 0:
            features = torch.cat([features[:, :1].expand(-1, shift, -1), features[:, :-shift]], 1)
        if shift < 0:
            features = torch.cat([features[:, -shift:], features[:, -1:].expand(-1, -shift, -1)], 1)
        keep = torch.ones(BANDS, FRAMES)
        for _ in range(MASKS):
            extent = self.random.randint(0, BANDS // 6 + 1)
            first = self.random.randint(0, BANDS - extent + 1)
            keep[first : first + extent] = 0
            extent = self.random.randint(0, FRAMES // 6 + 1)
            first = self.random.randint(0, FRAMES - extent + 1)
            keep[:, first : first + extent] = 0
        return (features - self.mean) / self.deviation * keep

    def blurred(self, gradient):
        pad = len(self.kernel) // 2
        gradient = gradient[:, None]
        gradient = functional.pad(gradient, (0, 0, pad, pad), mode="replicate")
        gradient = functional.conv2d(gradient, self.kernel.view(1, 1, -1, 1))
        gradient = functional.pad(gradient, (pad, pad, 0, 0), mode="replicate")
        return functional.conv2d(gradient, self.kernel.view(1, 1, 1, -1))[:, 0]

    def iterate(self):
        with torch.enable_grad():
            features = self.features()
            heard = self.heard(features) if self.regularised else (features - self.mean) / self.deviation
            logits = self.network(heard[:, None])
            others = torch.cat([logits[:, :TARGET], logits[:, TARGET + 1 :]], 1)
            objective = (logits[:, TARGET] - others.logsumexp(1)).sum()
            gradient, = torch.autograd.grad(objective, self.gains)
        gradient = self.blurred(gradient)
        factor = STEP / gradient.abs().mean((1, 2), keepdim=True)
        self.gains += (gradient * factor).clamp_(-STEP * CLIP, STEP * CLIP)

    def error(self):
        """Median difference of the first recording's gains after some iterations, in units of a step."""
        self.regularised = False
        self.start()
        for _ in range(CHECKED_ITERATIONS):
            self.iterate()
        self.regularised = True
        return ((self.gains[0] - self.expected).abs().median() / STEP).item()


def create(kind, size, folder):
    if kind == "dream":
        return Dream(size, folder)
    if kind == "plan":
        return Plan(small(), (size, 1, BANDS, FRAMES), lambda features: features, folder)
    # The scaling that is part of Reverie's network.
    return Plan(vgg16(), (size, 3, BANDS, VGG16_FRAMES), lambda features: (features - 0.5) / 0.5, folder)


def main():
    work = None
    for line in sys.stdin:
        words = line.split()
        if words[0] == "create":
            with torch.no_grad():
                work = create(words[1], int(words[2]), words[3])
            answer = "ok"
        elif words[0] == "error":
            with torch.set_grad_enabled(isinstance(work, Plan)):
                answer = "%g" % work.error()
        else:
            with torch.set_grad_enabled(isinstance(work, Plan)):
                answer = work.run(int(words[1]))
        print(answer, flush=True)


if __name__ == "__main__":
    main()
