// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * Opens a data set by its name, as in {@code --data my-set:folder}. Implement it to add a data set
 * of your own.
 *
 * <p>Built in are {@link PublicDataset} and {@link FolderDataset}. To use an implementation of your
 * own on the command line, put a jar on the class path that names the class in {@code
 * META-INF/services/io.github.seqnet.dataset.DatasetProvider}; the class needs a public constructor
 * without parameters.
 *
 * <p>Implementations must be immutable.
 */
public interface DatasetProvider {
  /**
   * The name on the command line, such as {@code drive}: lower-case letters, digits and hyphens.
   */
  String id();

  /** Whether the data set has training and test images. Otherwise only {@link Split#ALL} exists. */
  boolean hasSplit();

  /**
   * Finds the samples of a split. Samples are loaded later.
   *
   * @param root the folder of the data set
   * @param split the part to open
   * @throws IllegalArgumentException if the data set has no such split
   * @throws DatasetException if files are missing or not as expected; names one
   * @throws IOException if a folder cannot be listed; names it
   */
  Dataset open(Path root, Split split) throws IOException;

  /**
   * The built-in providers, followed by those that {@link ServiceLoader} finds.
   *
   * @throws IllegalArgumentException if a provider cannot be created, or its id is malformed or
   *     taken; names it
   */
  static List<DatasetProvider> installed() {
    List<DatasetProvider> all = new ArrayList<>(Arrays.asList(PublicDataset.values()));
    all.addAll(Arrays.asList(FolderDataset.values()));
    try {
      for (DatasetProvider provider : ServiceLoader.load(DatasetProvider.class)) {
        String id = provider.id();
        if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
          throw new IllegalArgumentException(
              "the id of a data set must be lower-case letters, digits and hyphens, got '"
                  + id
                  + "'");
        }
        if (all.stream().anyMatch(p -> p.id().equals(id))) {
          throw new IllegalArgumentException("two data sets have the id '" + id + "'");
        }
        all.add(provider);
      }
    } catch (ServiceConfigurationError e) {
      throw new IllegalArgumentException("a data set could not be loaded: " + e.getMessage(), e);
    }
    return List.copyOf(all);
  }

  /** All {@link #id}s, for messages. */
  static String ids() {
    return installed().stream().map(DatasetProvider::id).collect(Collectors.joining(", "));
  }

  /**
   * The installed provider with a given {@link #id}.
   *
   * @throws IllegalArgumentException if there is none; lists the ids
   */
  static DatasetProvider ofId(String id) {
    for (DatasetProvider provider : installed()) {
      if (provider.id().equals(id)) {
        return provider;
      }
    }
    throw new IllegalArgumentException("data set must be one of " + ids() + ", got '" + id + "'");
  }
}
