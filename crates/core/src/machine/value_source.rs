//! Where the firmware values of a machine were read from, and whether the machine is known to have no SMBIOS.

use super::{Field, Machine, Reading, Tables};

/// The place that the value of a field was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueSource {
    /// The SMBIOS tables, or the text of `dmidecode`.
    Tables,
    /// The kernel's copies of some SMBIOS fields, one file each (`/sys/class/dmi/id`).
    KernelFiles,
    /// The device tree.
    DeviceTree,
}

impl ValueSource {
    /// The stable name, such as `device-tree`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tables => "tables",
            Self::KernelFiles => "kernel-files",
            Self::DeviceTree => "device-tree",
        }
    }
}

impl Machine {
    /// The place that the value of a field was read from; `None` where there is no value.
    #[must_use]
    pub fn value_source(&self, field: Field) -> Option<ValueSource> {
        self.reading(field).bytes()?;
        Some(if self.recovered_fields.contains(&field) {
            ValueSource::DeviceTree
        } else if self.tables == Tables::Read || self.tables == Tables::Damaged {
            ValueSource::Tables
        } else {
            ValueSource::KernelFiles
        })
    }

    /// Whether the machine is known to have no SMBIOS: there are no tables, and no field that was read, or could not be read, may
    /// come from tables.
    #[must_use]
    pub fn lacks_smbios(&self) -> bool {
        // The device tree gives binding fields only. A binding field that it lacks reads as never set.
        let from_smbios = |(field, reading): (&Field, &Reading)| {
            !self.recovered_fields.contains(field)
                && (!Field::BINDING.contains(field) || *reading != Reading::NotSet)
        };
        self.tables == Tables::None && self.structure_counts == [0; 3] && !self.fields.iter().any(from_smbios)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_lacks_smbios_only_if_no_value_comes_from_it() {
        let none = Machine::default();
        assert!(none.lacks_smbios());
        let tree = Machine { recovered_fields: vec![Field::Model], ..Machine::default() };
        let tree = Machine {
            fields: [
                (Field::Manufacturer, Reading::NotSet),
                (Field::Model, Reading::text("Milk-V Mars")),
                (Field::Serial, Reading::NotSet),
            ]
            .into(),
            ..tree
        };
        assert!(tree.lacks_smbios());
        assert_eq!(tree.value_source(Field::Model), Some(ValueSource::DeviceTree));
        assert_eq!(tree.value_source(Field::Serial), None);

        let kernel = Machine::default().with_value(Field::Serial, "A8K2M11");
        assert!(!kernel.lacks_smbios());
        assert_eq!(kernel.value_source(Field::Serial), Some(ValueSource::KernelFiles));
        let mut unread = Machine::default();
        unread.set_all_readings(&Reading::Damaged);
        assert!(!unread.lacks_smbios());
        assert!(!Machine { tables: Tables::Denied, ..Machine::default() }.lacks_smbios());
        let table = Machine { tables: Tables::Read, ..kernel };
        assert_eq!(table.value_source(Field::Serial), Some(ValueSource::Tables));
    }
}
