// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title A wallet that is a contract: it holds money and makes the calls that its owner tells it to, one or several.
/// @dev `execute` and `executeBatch` are as ERC-4337's SimpleAccount has them, so a payment's calldata lies wrapped in theirs.
contract SmartWallet {
    struct Call {
        address target;
        uint256 value;
        bytes data;
    }

    address public immutable owner;

    error NotTheOwner();
    error CallFailed(uint256 index);

    constructor(address owner_) {
        owner = owner_;
    }

    receive() external payable {}

    function execute(address target, uint256 value, bytes calldata data) external {
        if (msg.sender != owner) revert NotTheOwner();
        (bool success, ) = target.call{value: value}(data);
        if (!success) revert CallFailed(0);
    }

    /// @dev A call that fails takes the whole batch with it.
    function executeBatch(Call[] calldata calls) external {
        if (msg.sender != owner) revert NotTheOwner();
        for (uint256 i = 0; i < calls.length; i++) {
            (bool success, ) = calls[i].target.call{value: calls[i].value}(calls[i].data);
            if (!success) revert CallFailed(i);
        }
    }
}
