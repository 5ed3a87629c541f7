// SPDX-License-Identifier: MIT
package io.github.seqnet.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.DefaultInstantiatorStrategy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.objenesis.strategy.StdInstantiatorStrategy;

/** Finds the value types of a module and sends values through Java serialization and Kryo. */
public final class SerializationChecks {
  private static final String OURS = "io.github.seqnet.";

  /** Names that announce an option or a result, whatever else the type declares. */
  private static final List<String> SUFFIXES =
      List.of("Options", "Option", "Result", "Results", "Report", "Input", "Facts", "Settings");

  private SerializationChecks() {}

  /**
   * The option and result types among the public types of the module that holds a class: records,
   * serializable types, types with their own {@code equals}, and types named as options or results.
   * Abstract types and enums are left out.
   *
   * @param anchor a class of the module
   * @param isPublicPackage which packages belong to the public API
   */
  public static List<Class<?>> valueTypes(Class<?> anchor, Predicate<String> isPublicPackage)
      throws IOException {
    List<Class<?>> types = new ArrayList<>();
    for (Class<?> type : publicTypes(anchor, isPublicPackage)) {
      if (isValue(type)) {
        types.add(type);
      }
    }
    return types;
  }

  /** The packages that the module of a class exports without a qualification. */
  public static Predicate<String> exportedPackages(Class<?> anchor) {
    ModuleReference module = ModuleFinder.of(location(anchor)).findAll().iterator().next();
    return name ->
        module.descriptor().exports().stream()
            .anyMatch(exports -> !exports.isQualified() && exports.source().equals(name));
  }

  private static Path location(Class<?> anchor) {
    try {
      return Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Class<?>> publicTypes(Class<?> anchor, Predicate<String> isPublicPackage)
      throws IOException {
    List<Class<?>> types = new ArrayList<>();
    Path root = location(anchor);
    List<String> names = new ArrayList<>();
    if (java.nio.file.Files.isDirectory(root)) {
      try (var files = java.nio.file.Files.walk(root)) {
        files.forEach(file -> names.add(root.relativize(file).toString().replace('\\', '/')));
      }
    } else {
      ModuleReference module = ModuleFinder.of(root).findAll().iterator().next();
      try (ModuleReader reader = module.open();
          var list = reader.list()) {
        list.forEach(names::add);
      }
    }
    for (String name : names) {
      if (!name.endsWith(".class") || name.endsWith("-info.class")) {
        continue;
      }
      String className = name.substring(0, name.length() - ".class".length()).replace('/', '.');
      if (!isPublicPackage.test(className.substring(0, className.lastIndexOf('.')))) {
        continue;
      }
      try {
        Class<?> type = Class.forName(className, false, anchor.getClassLoader());
        if (isPublic(type)) {
          types.add(type);
        }
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
    types.sort(Comparator.comparing(Class::getName));
    return types;
  }

  private static boolean isPublic(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && !type.isAnonymousClass()
        && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
  }

  private static boolean isValue(Class<?> type) {
    if (type.isEnum()
        || Modifier.isAbstract(type.getModifiers())
        || Throwable.class.isAssignableFrom(type)) {
      return false;
    }
    return type.isRecord()
        || Serializable.class.isAssignableFrom(type)
        || SUFFIXES.stream().anyMatch(type.getSimpleName()::endsWith)
        || Arrays.stream(type.getDeclaredMethods())
            .anyMatch(m -> m.getName().equals("equals") && m.getParameterCount() == 1);
  }

  /** One object of each of our classes that can be reached from some objects. */
  public static Map<Class<?>, Object> reachable(Collection<?> roots) {
    Map<Class<?>, Object> found = new TreeMap<>(Comparator.comparing(Class::getName));
    Set<Object> seen = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      Object object = open.poll();
      if (object instanceof Collection<?> collection) {
        collection.stream().filter(element -> element != null).forEach(open::add);
      } else if (object instanceof Map<?, ?> map) {
        open.addAll(map.keySet());
        map.values().stream().filter(value -> value != null).forEach(open::add);
      } else if (object instanceof Object[] array) {
        Arrays.stream(array).filter(element -> element != null).forEach(open::add);
      } else if (object.getClass().getName().startsWith(OURS) && seen.add(object)) {
        found.putIfAbsent(object.getClass(), object);
        for (Field field : fields(object.getClass())) {
          Object value = get(field, object);
          if (value != null && !field.getType().isPrimitive()) {
            open.add(value);
          }
        }
      }
    }
    return found;
  }

  /** Serializes an object with Java serialization. */
  public static byte[] javaBytes(Object object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(object.getClass().getName(), e);
    }
    return bytes.toByteArray();
  }

  /** Sends an object through Java serialization. */
  public static Object throughJava(Object object) {
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(javaBytes(object)))) {
      return in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(object.getClass().getName(), e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends an object through Kryo with its default serializers. */
  public static Object throughKryo(Object object) {
    Kryo kryo = new Kryo();
    kryo.setRegistrationRequired(false);
    kryo.setReferences(true);
    kryo.setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
    Output out = new Output(1 << 16, -1);
    kryo.writeClassAndObject(out, object);
    return kryo.readClassAndObject(new Input(out.toBytes()));
  }

  /** Checks the version and both round trips of an object. */
  public static void assertRoundTrips(Object object) {
    assertDeclaresVersion(object.getClass());
    assertSame(object, throughJava(object), "Java serialization of " + object.getClass());
    assertSame(object, throughKryo(object), "Kryo of " + object.getClass());
  }

  private static void assertDeclaresVersion(Class<?> type) {
    if (Enum.class.isAssignableFrom(type)) {
      return;
    }
    boolean declared =
        Arrays.stream(type.getDeclaredFields())
            .anyMatch(field -> field.getName().equals("serialVersionUID"));
    assertEquals(true, declared, type + " declares no serialVersionUID");
    assertNotNull(ObjectStreamClass.lookup(type), () -> type + " is not Serializable");
  }

  /** By {@code equals} where a class has its own, by fields elsewhere. */
  private static void assertSame(Object expected, Object actual, String what) {
    if (expected == null || actual == null) {
      assertEquals(expected, actual, what);
      return;
    }
    assertEquals(expected.getClass(), actual.getClass(), what);
    Class<?> type = expected.getClass();
    if (type.isArray()) {
      assertEquals(Array.getLength(expected), Array.getLength(actual), what);
      for (int i = 0; i < Array.getLength(expected); i++) {
        assertSame(Array.get(expected, i), Array.get(actual, i), what);
      }
    } else if (expected instanceof Number) {
      // Counters have no equality.
      assertEquals(expected.toString(), actual.toString(), what);
    } else if (!type.getName().startsWith(OURS) || (hasEquals(type) && !type.isRecord())) {
      assertEquals(expected, actual, what);
    } else {
      for (Field field : fields(type)) {
        if (!Modifier.isTransient(field.getModifiers())) {
          assertSame(get(field, expected), get(field, actual), what + ", " + field.getName());
        }
      }
    }
  }

  private static boolean hasEquals(Class<?> type) {
    try {
      return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Field> fields(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    Optional<Class<?>> current = Optional.of(type);
    while (current.isPresent() && current.get().getName().startsWith(OURS)) {
      for (Field field : current.get().getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          fields.add(field);
        }
      }
      current = Optional.ofNullable(current.get().getSuperclass());
    }
    return fields;
  }

  private static Object get(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
