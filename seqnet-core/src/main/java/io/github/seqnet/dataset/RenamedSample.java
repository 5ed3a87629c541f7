// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

import java.io.IOException;

/** A sample with another name. */
record RenamedSample(String name, Sample sample) implements Sample {
  @Override
  public LabelKind kind() {
    return sample.kind();
  }

  @Override
  public LabeledImage load() throws IOException {
    LabeledImage image = sample.load();
    return new LabeledImage(name, image.image(), image.labels(), image.fieldOfView(), image.kind());
  }

  @Override
  public Sample withName(String newName) {
    return new RenamedSample(newName, sample);
  }
}
