"""The training steps of TrainingBenchmark with PyTorch: a request a line on stdin, an answer a line on stdout."""

import os
import sys
import time

import numpy
import torch
from torch import nn

torch.set_num_threads(int(sys.argv[1]))

LABELS = 10
SMALL_WIDTHS = (16, 32, 64, 128)
VGG16_BLOCKS = ((64, 64), (128, 128), (256, 256, 256), (512, 512, 512), (512, 512, 512))


class Summary(nn.Module):
    """Mean over frequency, then mean plus maximum over time."""

    def forward(self, maps):
        means = maps.mean(2)
        return means.mean(2) + means.max(2)[0]


def small(dropout):
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
    return nn.Sequential(*layers, Summary(), nn.Dropout(dropout), nn.Linear(inputs, LABELS))


def vgg16(dropout):
    layers, inputs = [], 3
    for block in VGG16_BLOCKS:
        for width in block:
            layers += [nn.Conv2d(inputs, width, 3, padding=1), nn.ReLU(inplace=True)]
            inputs = width
        layers.append(nn.MaxPool2d(2))
    layers += [nn.AdaptiveAvgPool2d(7), nn.Flatten()]
    layers += [nn.Linear(inputs * 49, 4096), nn.ReLU(inplace=True), nn.Dropout(dropout)]
    layers += [nn.Linear(4096, 4096), nn.ReLU(inplace=True), nn.Dropout(dropout)]
    return nn.Sequential(*layers, nn.Linear(4096, 256), nn.ReLU(inplace=True), nn.Linear(256, LABELS))


# Network, shape of a batch, learning rate, and the scaling that is part of Reverie's network
NETWORKS = {
    "small": (small, (16, 1, 128, 431), 2e-3, lambda features: features),
    "vgg16": (vgg16, (4, 3, 128, 430), 1e-4, lambda features: (features - 0.5) / 0.5),
}


class Worker:
    def create(self, name, dropout):
        make, shape, rate, self.scaling = NETWORKS[name]
        self.network = make(float(dropout)).train()
        weights = [values for values in self.network.parameters() if values.dim() > 1]
        others = [values for values in self.network.parameters() if values.dim() == 1]
        groups = [{"params": weights, "weight_decay": 1e-2}, {"params": others, "weight_decay": 0}]
        self.optimiser = torch.optim.AdamW(groups, lr=rate)
        self.features = torch.rand(shape)
        self.labels = torch.full((shape[0], LABELS), 0.1 / LABELS)
        for item in range(shape[0]):
            self.labels[item, item % LABELS] += 0.9

    def import_from(self, folder):
        self.features = torch.from_numpy(numpy.load(os.path.join(folder, "features.npy")))
        layers = [layer for layer in self.network if isinstance(layer, (nn.Conv2d, nn.Linear))]
        norms = [layer for layer in self.network if isinstance(layer, nn.BatchNorm2d)]
        # Reverie counts the layer that pools the last maps.
        convolutions = sum(isinstance(layer, nn.Conv2d) for layer in layers)
        with torch.no_grad():
            for index, layer in enumerate(layers):
                number = index if index < convolutions else index + 1
                weights = self.load(folder, number, "W")
                layer.weight.copy_(weights.t() if weights.dim() == 2 else weights)
                if layer.bias is not None:
                    layer.bias.copy_(self.load(folder, number, "b").flatten())
            for index, norm in enumerate(norms):
                norm.weight.copy_(self.load(folder, index, "gamma").flatten())
                norm.bias.copy_(self.load(folder, index, "beta").flatten())

    @staticmethod
    def load(folder, number, name):
        return torch.from_numpy(numpy.load(os.path.join(folder, "%d_%s.npy" % (number, name))))

    def step(self):
        self.optimiser.zero_grad()
        logits = self.network(self.scaling(self.features))
        loss = nn.functional.cross_entropy(logits, self.labels)
        loss.backward()
        self.optimiser.step()
        return loss.item()

    def answer(self, words):
        if words[0] == "create":
            self.create(words[1], words[2])
            return "ok"
        if words[0] == "import":
            self.import_from(words[1])
            return "ok"
        loss = None
        start = time.perf_counter_ns()
        for _ in range(int(words[1])):
            loss = self.step()
        return "%d %s" % (time.perf_counter_ns() - start, loss)


def main():
    worker = Worker()
    for line in sys.stdin:
        print(worker.answer(line.split()), flush=True)


if __name__ == "__main__":
    main()
