// SPDX-License-Identifier: MIT
package io.github.seqnet.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.augmentation.Jitter;
import io.github.seqnet.augmentation.PhotometricTransform;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.training.ConstantRate;
import io.github.seqnet.nn.training.CosineRate;
import io.github.seqnet.nn.training.CrossEntropyLoss;
import io.github.seqnet.nn.training.FocalLoss;
import io.github.seqnet.nn.training.Loss;
import io.github.seqnet.nn.training.LossOptions;
import io.github.seqnet.nn.training.OneCycleRate;
import io.github.seqnet.nn.training.StepRate;
import io.github.seqnet.nn.training.TrainingOptions;
import io.github.seqnet.nn.training.WeightedLoss;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every public record of options refuses null, NaN, infinite and absurd values, with the name of
 * the component in the message. The test finds the records itself: a new one is checked at once.
 */
final class OptionRecordsTest {
  private static final Pattern OPTIONS =
      Pattern.compile(
          ".*(Options|Strategy|Rate|Loss|Term|Config|Limits|Transform)|Jitter|Tidying|Scale");

  /** Valid instances of the records that have no factory without parameters. */
  private static final List<Record> SAMPLES =
      List.of(
          new Jitter(0.5, 0.2),
          new PhotometricTransform(PhotometricTransform.Kind.GAMMA, 0.5, 0.5),
          SeqNetConfig.iterNet(4, 2),
          new ConstantRate(1e-3),
          new CosineRate(1e-3, 10, 0.1),
          new OneCycleRate(1e-3, 0.3, 25, 1e4),
          new StepRate(1e-3, 10, 0.5),
          new FocalLoss(2, 0.25),
          new WeightedLoss(1, CrossEntropyLoss.defaults()),
          new LossOptions.OutputTerm("vessel", Loss.Target.VESSEL, 1),
          new LossOptions.ContrastTerm("artery", "vein", 1),
          LossOptions.of(CrossEntropyLoss.defaults()),
          TrainingOptions.of(LossOptions.of(CrossEntropyLoss.defaults()), 10));

  /** Packages that no caller creates records of. */
  private static final Pattern UNCHECKED = Pattern.compile("\\.(internal|report)\\.");

  /** Numbers without a range, and why. */
  private static final Map<String, String> WITHOUT_RANGE =
      Map.of(
          "FundusOptions.seed",
          "any long",
          "TrainingOptions.seed",
          "any long",
          "EvaluationOptions.seed",
          "any long");

  /** Limits that may be infinite. */
  private static final Set<String> INFINITE =
      Set.of("BiomarkerOptions.largestTortuosity", "ReaderLimits.seconds");

  private static final Pattern MODULE =
      Pattern.compile("(?:seqnet-core|seqnet-graph|seqnet-nn)/src/main/java/(.*)\\.java");

  /** The public records of the published modules with the text of their files. */
  private static final Map<Class<?>, String> RECORDS = new LinkedHashMap<>();

  private static final List<Class<?>> TYPES = new ArrayList<>();

  @BeforeAll
  static void findOptionRecords() throws IOException, ClassNotFoundException {
    Pattern record = Pattern.compile("(?m)^( *)public record (\\w+)\\(");
    for (Path file : Sources.withExtension("java")) {
      Matcher matcher = MODULE.matcher(Sources.name(file));
      if (!matcher.matches()) {
        continue;
      }
      String outer = matcher.group(1).replace('/', '.');
      String text = Files.readString(file);
      Matcher records = record.matcher(text);
      while (records.find()) {
        boolean nested = !records.group(1).isEmpty();
        Class<?> type = Class.forName(nested ? outer + "$" + records.group(2) : outer);
        RECORDS.put(type, text);
        if (OPTIONS.matcher(records.group(2)).matches() && type.getRecordComponents().length > 0) {
          TYPES.add(type);
        }
      }
    }
    assertTrue(TYPES.size() > 20, "too few records were found: " + TYPES);
  }

  @Test
  void optionsRefuseInvalidValuesByName() throws ReflectiveOperationException {
    List<String> failures = new ArrayList<>();
    for (Class<?> type : TYPES) {
      Object[] values = validValues(type);
      RecordComponent[] components = type.getRecordComponents();
      for (int k = 0; k < components.length; k++) {
        for (Object invalid : invalidValues(type, components[k])) {
          check(type, components[k], values, k, invalid, failures);
        }
      }
    }
    assertEquals("", String.join("\n", failures), "options that accept invalid values");
  }

  /** Records of results, too: each component is checked, or its name is in a message. */
  @Test
  void recordsCheckTheirComponents() {
    List<String> failures = new ArrayList<>();
    RECORDS.forEach(
        (type, text) -> {
          for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            if (!component.getType().isPrimitive()
                && !UNCHECKED.matcher(type.getName()).find()
                && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                && !Pattern.compile("(requireNonNull|checked\\w*|check\\w*)\\(\\s*" + name + "\\b")
                    .matcher(text)
                    .find()
                && !text.contains('"' + name + '"')) {
              failures.add(type.getSimpleName() + "." + name);
            }
          }
        });
    assertEquals("", String.join("\n", failures), "components of records that may be null");
  }

  @Test
  void optionsAreSerializable() {
    List<String> failures = new ArrayList<>();
    for (Class<?> type : TYPES) {
      if (!Serializable.class.isAssignableFrom(type)) {
        failures.add(type.getSimpleName());
      }
    }
    assertEquals(List.of(), failures);
  }

  private static void check(
      Class<?> type,
      RecordComponent component,
      Object[] valid,
      int index,
      @Nullable Object invalid,
      List<String> failures)
      throws ReflectiveOperationException {
    Object[] values = valid.clone();
    values[index] = invalid;
    String name = type.getSimpleName() + "." + component.getName() + " = " + invalid;
    Class<? extends RuntimeException> expected =
        invalid == null ? NullPointerException.class : IllegalArgumentException.class;
    try {
      constructor(type).newInstance(values);
      failures.add(name + " is accepted");
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (!expected.isInstance(cause)) {
        failures.add(name + " throws " + cause);
      } else if (!String.valueOf(cause.getMessage()).contains(component.getName())) {
        failures.add(name + " is not named: " + cause.getMessage());
      }
    }
  }

  private static List<@Nullable Object> invalidValues(Class<?> type, RecordComponent component) {
    Class<?> kind = component.getType();
    List<@Nullable Object> invalid = new ArrayList<>();
    String name = type.getSimpleName() + "." + component.getName();
    if (WITHOUT_RANGE.containsKey(name)) {
      return invalid;
    }
    if (kind == double.class) {
      invalid.addAll(
          List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1e300));
      if (INFINITE.contains(name)) {
        invalid.remove(Double.POSITIVE_INFINITY);
      }
    } else if (kind == int.class) {
      invalid.add(Integer.MIN_VALUE);
    } else if (kind == long.class) {
      invalid.add(Long.MIN_VALUE);
    } else if (!kind.isPrimitive()
        && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      invalid.add(null);
    }
    return invalid;
  }

  private static Constructor<?> constructor(Class<?> type) throws ReflectiveOperationException {
    return type.getDeclaredConstructor(
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new));
  }

  private static Object[] validValues(Class<?> type) throws ReflectiveOperationException {
    Map<Class<?>, Object> samples = new HashMap<>();
    SAMPLES.forEach(sample -> samples.put(sample.getClass(), sample));
    Object valid = samples.get(type);
    if (valid == null) {
      Method factory =
          Stream.of(type.getMethods())
              .filter(
                  method ->
                      Modifier.isStatic(method.getModifiers())
                          && method.getParameterCount() == 0
                          && method.getReturnType() == type)
              .min(
                  (a, b) ->
                      Boolean.compare(
                          b.getName().equals("defaults"), a.getName().equals("defaults")))
              .orElseThrow(
                  () -> new AssertionError(type + " has no defaults(); add it to SAMPLES"));
      valid = factory.invoke(null);
    }
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int k = 0; k < components.length; k++) {
      values[k] = components[k].getAccessor().invoke(valid);
    }
    return values;
  }
}
