// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import io.github.seqnet.Descriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Finds preprocessing by id: the built-in ones and those of service providers. */
final class PreprocessingRegistry {
  private PreprocessingRegistry() {}

  static Preprocessing create(Descriptor descriptor) {
    Objects.requireNonNull(descriptor, "descriptor");
    for (BuiltInPreprocessing builtIn : BuiltInPreprocessing.values()) {
      if (builtIn.descriptor().id().equals(descriptor.id())) {
        if (!descriptor.parameters().isEmpty()) {
          throw new IllegalArgumentException(
              "preprocessing %s has no parameters, got %s"
                  .formatted(builtIn.descriptor().id(), descriptor.parameters()));
        }
        return builtIn;
      }
    }
    PreprocessingProvider provider = providers().get(descriptor.id());
    if (provider == null) {
      throw new IllegalArgumentException(
          ("unknown preprocessing '%s': available are %s; add the library that contains its %s to"
                  + " the class path")
              .formatted(
                  descriptor.id(),
                  String.join(", ", ids()),
                  PreprocessingProvider.class.getSimpleName()));
    }
    return provider.create(descriptor.parameters());
  }

  static List<String> ids() {
    List<String> ids = new ArrayList<>();
    for (BuiltInPreprocessing builtIn : BuiltInPreprocessing.values()) {
      ids.add(builtIn.descriptor().id());
    }
    ids.addAll(providers().keySet());
    return List.copyOf(ids);
  }

  /**
   * The providers that the thread's class loader sees, then those of this library's own class
   * loader. In application servers and Spark executors, either may be the one that has the
   * provider.
   */
  private static Map<String, PreprocessingProvider> providers() {
    Map<String, PreprocessingProvider> providers = new TreeMap<>();
    for (PreprocessingProvider provider : ServiceLoader.load(PreprocessingProvider.class)) {
      providers.putIfAbsent(provider.id(), provider);
    }
    ClassLoader own = PreprocessingRegistry.class.getClassLoader();
    for (PreprocessingProvider provider : ServiceLoader.load(PreprocessingProvider.class, own)) {
      providers.putIfAbsent(provider.id(), provider);
    }
    return providers;
  }
}
