package io.closedloop.lead.documentation;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A copy of the modules' main sources, to be changed, compiled and tried beside the project. */
final class SourceCopy {
    /** In the order in which they depend on each other. */
    private static final List<String> MODULES = List.of("lead-domain", "lead-projections", "lead-api");

    private final Path root;
    private final Path classes;

    private SourceCopy(Path root, Path classes) {
        this.root = root;
        this.classes = classes;
    }

    /** @param folder an empty one */
    static SourceCopy in(Path folder) throws IOException {
        Path project = Path.of("..").toAbsolutePath().normalize();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(project.resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = folder.resolve(project.relativize(file));
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
        return new SourceCopy(folder, Files.createDirectories(folder.resolve("classes")));
    }

    Path root() {
        return root;
    }

    /** Compiles all of it, so that a switch which does not know something new is found wherever it stands. */
    void compile() throws IOException {
        for (String module : MODULES) {
            compile(module, "main");
        }
        for (String module : MODULES) {
            compile(module, "test");
        }
    }

    private void compile(String module, String kind) throws IOException {
        Path sources = root.resolve(module).resolve("src").resolve(kind).resolve("java");
        if (!Files.exists(sources)) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null);
                Stream<Path> files = Files.walk(sources)) {
            var options = List.of(
                    "-proc:none",
                    "-nowarn",
                    "-parameters",
                    "-implicit:none",
                    "-d",
                    classes.toString(),
                    "-cp",
                    classes + File.pathSeparator + System.getProperty("java.class.path"));
            var units = manager.getJavaFileObjectsFromPaths(
                    files.filter(file -> file.toString().endsWith(".java")).toList());
            if (!compiler.getTask(said, manager, null, options, null, units).call()) {
                throw new AssertionError("%s does not compile (%s):%n%s".formatted(module, kind, said));
            }
        }
    }

    /** Runs every test of a class that has been compiled. */
    void runTestsOf(String className) throws Exception {
        try (var loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass(className);
            List<Method> tests = Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> Arrays.stream(method.getAnnotations())
                            .anyMatch(it -> it.annotationType().getSimpleName().equals("Test")))
                    .toList();
            if (tests.isEmpty()) {
                throw new AssertionError(className + " has no test");
            }
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            for (Method test : tests) {
                test.setAccessible(true);
                try {
                    test.invoke(constructor.newInstance());
                } catch (InvocationTargetException e) {
                    throw new AssertionError("%s#%s".formatted(className, test.getName()), e.getCause());
                }
            }
        }
    }

    /** The copy's classes come before the project's own. */
    private URL[] classPath() throws IOException {
        var urls = new ArrayList<URL>();
        urls.add(classes.toUri().toURL());
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
