// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.DatasetProvider;
import io.github.seqnet.dataset.FilePattern;
import io.github.seqnet.dataset.FolderLayout;
import io.github.seqnet.dataset.Split;
import java.io.IOException;
import java.nio.file.Path;

/** A data set that a jar on the class path provides: the plain layout under another name. */
public final class ServiceDataset implements DatasetProvider {
  /** For the service loader. */
  public ServiceDataset() {}

  @Override
  public String id() {
    return "my-set";
  }

  @Override
  public boolean hasSplit() {
    return false;
  }

  @Override
  public Dataset open(Path root, Split split) throws IOException {
    return Dataset.open(
        "my set", root, FolderLayout.of(FilePattern.of("images"), FilePattern.of("labels")));
  }
}
