"""The operations of AudioBenchmark with torchaudio: a request a line on stdin, an answer a line on stdout."""

import sys
import time

import numpy
import torch
import torchaudio

torch.set_num_threads(1)

SPECTROGRAM = torchaudio.transforms.Spectrogram(1024, hop_length=256, power=None)
MEL = torchaudio.transforms.MelSpectrogram(
    22050, 1024, hop_length=256, n_mels=128, power=2, norm="slaney", mel_scale="htk"
)
INVERSE = torchaudio.transforms.InverseSpectrogram(1024, hop_length=256)
GRIFFIN_LIM = torchaudio.transforms.GriffinLim(
    1024, n_iter=32, hop_length=256, power=1, momentum=0.99, rand_init=False
)


class Worker:
    def __init__(self):
        self.samples = self.spectrogram = self.magnitudes = self.result = None

    def answer(self, command, path):
        if command == "load":
            self.samples = torch.from_numpy(numpy.fromfile(path, dtype="<f4"))
            self.spectrogram = SPECTROGRAM(self.samples)
            self.magnitudes = self.spectrogram.abs()
            GRIFFIN_LIM.length = len(self.samples)
            return "ok"
        if command == "save":
            values = self.result
            if values.is_complex():
                values = torch.view_as_real(values.transpose(0, 1).contiguous())
            elif values.dim() == 2:
                values = values.transpose(0, 1)
            values.contiguous().numpy().astype("<f4").tofile(path)
            return "ok"
        if command == "convergence":
            rebuilt = SPECTROGRAM(self.result).abs().double()
            target = self.magnitudes.double()
            return "%.2f" % (20 * torch.log10((rebuilt - target).norm() / target.norm()))
        start = time.perf_counter_ns()
        self.result = self.run(command)
        return str(time.perf_counter_ns() - start)

    def run(self, operation):
        if operation == "stft":
            return SPECTROGRAM(self.samples)
        if operation == "mel":
            return MEL(self.samples)
        if operation == "istft":
            return INVERSE(self.spectrogram, len(self.samples))
        if operation == "griffinlim":
            return GRIFFIN_LIM(self.magnitudes)
        raise ValueError("no such operation: " + operation)


def main():
    worker = Worker()
    for line in sys.stdin:
        command, _, path = line.rstrip("\n").partition(" ")
        print(worker.answer(command, path), flush=True)


if __name__ == "__main__":
    main()
