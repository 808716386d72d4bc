package io.roifilter;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Whether the methods and fields of the Servlet API that class files name are there, in that of a class loader. */
final class Linkage {
    private static final List<String> OWNERS = List.of("javax/servlet/", "jakarta/servlet/", "io/roifilter/");

    private final ClassLoader loader;
    private int checked;

    Linkage(ClassLoader loader) {
        this.loader = loader;
    }

    /** How many references have been looked at. */
    int checked() {
        return checked;
    }

    /** What a class names and is not there, our own classes' among it, as what is inherited is named as theirs. */
    Set<String> missing(byte[] classFile) {
        Set<String> missing = new TreeSet<>();
        ClassReader reader = new ClassReader(classFile);
        reader.accept(new References(reader.getClassName(), missing), ClassReader.SKIP_DEBUG);
        return missing;
    }

    /** The abstract methods of a class that is not abstract. */
    List<String> unimplemented(String internalName) throws ClassNotFoundException {
        Class<?> type = type(internalName);
        if (Modifier.isAbstract(type.getModifiers())) {
            return List.of();
        }
        return Stream.of(type.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .map(method -> type.getName() + ": " + method)
                .toList();
    }

    private boolean isThere(String owner, String name, String descriptor) {
        checked++;
        try {
            return declares(type(owner), name, descriptor);
        } catch (ClassNotFoundException e) {
            return false;
        } catch (NoClassDefFoundError e) {
            return !e.getMessage().contains("servlet"); // of a library, part of which is left out
        }
    }

    private static boolean declares(Class<?> type, String name, String descriptor) {
        if (type == null) {
            return false;
        }
        return members(type).anyMatch((name + descriptor)::equals)
                || declares(type.getSuperclass(), name, descriptor)
                || Arrays.stream(type.getInterfaces()).anyMatch(each -> declares(each, name, descriptor))
                || type.isInterface() && declares(Object.class, name, descriptor);
    }

    private static Stream<String> members(Class<?> type) {
        return Stream.of(
                        Stream.of(type.getDeclaredMethods())
                                .map(method -> method.getName() + Type.getMethodDescriptor(method)),
                        Stream.of(type.getDeclaredConstructors())
                                .map(made -> "<init>" + Type.getConstructorDescriptor(made)),
                        Stream.of(type.getDeclaredFields())
                                .map(field -> field.getName() + Type.getDescriptor(field.getType())))
                .flatMap(each -> each);
    }

    private Class<?> type(String internalName) throws ClassNotFoundException {
        return Class.forName(internalName.replace('/', '.'), false, loader);
    }

    private final class References extends ClassVisitor {
        private final String from;
        private final Set<String> missing;

        References(String from, Set<String> missing) {
            super(Opcodes.ASM9);
            this.from = from;
            this.missing = missing;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(
                        int opcode, String owner, String called, String calledDescriptor, boolean isInterface) {
                    check(owner, called, calledDescriptor);
                }

                @Override
                public void visitFieldInsn(int opcode, String owner, String field, String type) {
                    check(owner, field, type);
                }

                @Override
                public void visitInvokeDynamicInsn(
                        String called, String calledDescriptor, Handle bootstrap, Object... arguments) {
                    Stream.of(arguments)
                            .filter(Handle.class::isInstance)
                            .map(Handle.class::cast)
                            .forEach(handle -> check(handle.getOwner(), handle.getName(), handle.getDesc()));
                }
            };
        }

        private void check(String owner, String name, String descriptor) {
            if (OWNERS.stream().anyMatch(owner::startsWith) && !isThere(owner, name, descriptor)) {
                missing.add(from + " uses " + owner + "." + name + descriptor);
            }
        }
    }
}
